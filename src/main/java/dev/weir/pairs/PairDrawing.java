package dev.weir.pairs;

import dev.weir.pairs.PairMap.Box;
import dev.weir.pairs.TalkingPair.Guard;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Draws a map as SVG that can stand alone or in a page: colours are attributes, over which a style sheet of the page prevails, and nothing
 * is needed that a strict Content-Security-Policy forbids. All words go through the XML writer, which escapes them.
 */
public final class PairDrawing {
    /** The most pairs on a map; more are drawn by namespace. */
    public static final int MOST_PAIRS = 60;

    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final int LONGEST_NAME = 22;
    private static final int LONGEST_PORTS = 16;
    private static final int ARROW = 6;

    /** A map that is wider is not read any more when it is made as narrow as any page. */
    private static final int WIDE = 1000;

    private final PairMap map;
    private final Words words;
    private final XMLStreamWriter svg;

    /** How things are called, and where they lead. */
    public interface Words {
        /** Of the whole map, for those who do not see it. */
        String title();

        String name(Talker talker);

        String title(TalkingPair pair);

        String href(Talker talker);

        String href(TalkingPair pair);
    }

    private PairDrawing(PairMap map, Words words, XMLStreamWriter svg) {
        this.map = map;
        this.words = words;
        this.svg = svg;
    }

    public static String draw(List<TalkingPair> pairs, Words words) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter svg = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new PairDrawing(PairMap.of(pairs), words, svg).draw();
            svg.close();
        } catch (XMLStreamException failed) {
            throw new IllegalStateException("the map cannot be written", failed);
        }
        return text.toString();
    }

    private void draw() throws XMLStreamException {
        svg.writeStartElement("svg");
        svg.writeDefaultNamespace(NAMESPACE);
        attributes(
                "class",
                map.width() > WIDE ? "pair-map wide" : "pair-map",
                "viewBox",
                "0 0 " + map.width() + " " + map.height(),
                "width",
                map.width(),
                "height",
                map.height(),
                "role",
                "group",
                "aria-label",
                words.title(),
                "font-family",
                "system-ui, sans-serif",
                "font-size",
                12);
        for (PairMap.Group group : map.groups()) {
            draw(group);
        }
        for (TalkingPair pair : map.pairs()) {
            draw(pair);
        }
        for (var box : map.boxes().entrySet()) {
            draw(box.getKey(), box.getValue());
        }
        svg.writeEndElement();
    }

    private void draw(PairMap.Group group) throws XMLStreamException {
        empty(
                "rect",
                "class",
                "group",
                "x",
                group.x() - 6,
                "y",
                group.y() - 4,
                "width",
                PairMap.BOX_WIDTH + 12,
                "height",
                group.height(),
                "rx",
                6,
                "fill",
                "none",
                "stroke",
                "#8a979f");
        text("group-name", group.x(), group.y() + 11, "start", shortened(group.namespace(), LONGEST_NAME));
    }

    private void draw(Talker talker, Box box) throws XMLStreamException {
        open(words.href(talker), "talker", words.name(talker));
        empty(
                "rect",
                "x",
                box.x(),
                "y",
                box.y(),
                "width",
                PairMap.BOX_WIDTH,
                "height",
                PairMap.BOX_HEIGHT,
                "rx",
                5,
                "fill",
                "#ffffff",
                "stroke",
                "#51606b");
        String name = talker.kind() == Talker.Kind.WORKLOAD ? talker.name() : words.name(talker);
        text("name", box.x() + 8, box.middle() + 4, "start", shortened(name, LONGEST_NAME));
        svg.writeEndElement();
    }

    private void draw(TalkingPair pair) throws XMLStreamException {
        Box from = Objects.requireNonNull(map.boxes().get(pair.ends().source()));
        Box to = Objects.requireNonNull(map.boxes().get(pair.ends().destination()));
        Way way = Way.between(from, to);
        boolean dashed = pair.guard().state() == Guard.State.UNGUARDED;
        String colour = pair.seen().allowed() ? "#176f3c" : "#b3261e";
        open(
                words.href(pair),
                "pair " + (pair.seen().allowed() ? "allowed" : "denied") + (dashed ? " unguarded" : ""),
                words.title(pair));
        empty(
                "path",
                "d",
                way.path(),
                "fill",
                "none",
                "stroke",
                colour,
                "stroke-width",
                1.5,
                "stroke-dasharray",
                dashed ? "5 4" : "none");
        empty("path", "class", "arrow", "d", way.arrow(), "fill", colour);
        text("ports", way.middleX(), way.middleY() - 5, "middle", shortened(ports(pair), LONGEST_PORTS));
        if (pair.seen().denied()) {
            text("cross", way.middleX(), way.middleY() + 9, "middle", "✕");
        }
        svg.writeEndElement();
    }

    private static String ports(TalkingPair pair) {
        List<TalkingPair.Port> ports = pair.recorded().ports();
        return ports.isEmpty()
                ? ""
                : ports.size() == 1 ? ports.getFirst().toString() : ports.getFirst() + " +" + (ports.size() - 1);
    }

    /** A line from box to box; its arrow points to the right, or to the left when it goes back. */
    private record Way(int x1, int y1, int bend1, int x2, int y2, int bend2, boolean rightwards) {
        static Way between(Box from, Box to) {
            if (from.equals(to)) {
                return new Way(from.right(), from.middle() - 8, 56, to.right(), to.middle() + 8, 56, false);
            }
            if (from.layer() < to.layer()) {
                int bend = (to.x() - from.right()) / 2;
                return new Way(from.right(), from.middle(), bend, to.x(), to.middle(), -bend, true);
            }
            return from.layer() == to.layer()
                    ? new Way(from.right(), from.middle(), 60, to.right(), to.middle(), 60, false)
                    : new Way(from.x(), from.middle() + 6, -60, to.right(), to.middle() + 6, 60, false);
        }

        String path() {
            return "M" + x1 + " " + y1 + "C" + (x1 + bend1) + " " + y1 + " " + (x2 + bend2) + " " + y2 + " " + x2 + " "
                    + y2;
        }

        String arrow() {
            int back = rightwards ? x2 - ARROW : x2 + ARROW;
            return "M" + x2 + " " + y2 + "L" + back + " " + (y2 - ARROW / 2) + "L" + back + " " + (y2 + ARROW / 2)
                    + "Z";
        }

        /** Of a cubic curve halfway: a quarter of the way that both bends reach out is missing. */
        int middleX() {
            return (x1 + x2) / 2 + 3 * (bend1 + bend2) / 8;
        }

        int middleY() {
            return (y1 + y2) / 2;
        }
    }

    private void open(String href, String kind, String title) throws XMLStreamException {
        svg.writeStartElement("a");
        attributes("href", href, "class", kind);
        svg.writeStartElement("title");
        svg.writeCharacters(title);
        svg.writeEndElement();
    }

    private void text(String kind, int x, int y, String anchor, String words) throws XMLStreamException {
        svg.writeStartElement("text");
        attributes("class", kind, "x", x, "y", y, "text-anchor", anchor);
        svg.writeCharacters(words);
        svg.writeEndElement();
    }

    private void empty(String name, Object... namesAndValues) throws XMLStreamException {
        svg.writeEmptyElement(name);
        attributes(namesAndValues);
    }

    private void attributes(Object... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            svg.writeAttribute(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
        }
    }

    private static String shortened(String word, int most) {
        return word.length() <= most ? word : word.substring(0, most - 1) + "…";
    }
}
