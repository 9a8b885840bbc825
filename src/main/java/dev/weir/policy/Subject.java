package dev.weir.policy;

import dev.weir.cluster.NodeName;
import dev.weir.net.Direction;
import dev.weir.program.Cookie;
import dev.weir.program.IsolationMode;
import dev.weir.program.SubjectProgram;
import dev.weir.program.SubjectSide;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A subject that some replicas are, compiled once, however many pods on however many nodes it stands for. */
final class Subject {
    private final SubjectKey key;
    private final List<Side> sides = new ArrayList<>(2);
    private final Map<NodeName, Integer> endpoints = new HashMap<>(4);
    private int replicas;
    private SubjectProgram program;

    Subject(SubjectKey key) {
        this.key = key;
        program = new SubjectProgram(key.digest().fingerprint(), SubjectSide.OPEN, SubjectSide.OPEN);
    }

    /** Only reads what others write between the steps: many may be compiled at a time. */
    void compile(Peers peers) {
        for (Direction direction : Direction.values()) {
            if (key.isolation(direction) != IsolationMode.NONE) {
                sides.add(new Side(this, direction, peers));
            }
        }
        assemble();
    }

    /** After a side has changed. */
    void assemble() {
        SubjectSide ingress = SubjectSide.OPEN;
        SubjectSide egress = SubjectSide.OPEN;
        for (Side side : sides) {
            if (side.direction() == Direction.INGRESS) {
                ingress = side.program();
            } else {
                egress = side.program();
            }
        }
        program = new SubjectProgram(key.digest().fingerprint(), ingress, egress);
    }

    SubjectKey key() {
        return key;
    }

    List<Side> sides() {
        return sides;
    }

    SubjectProgram program() {
        return program;
    }

    /** Every cookie that its sides name. */
    List<Cookie> cookies() {
        List<Cookie> cookies = new ArrayList<>();
        sides.forEach(side -> cookies.addAll(side.cookies()));
        return cookies;
    }

    /** Those that run its pods. */
    Set<NodeName> nodes() {
        return endpoints.keySet();
    }

    void countEndpoints(NodeName node, int more) {
        if (endpoints.merge(node, more, Integer::sum) == 0) {
            endpoints.remove(node);
        }
    }

    boolean isInUse() {
        return replicas > 0;
    }

    void countReplicas(int more) {
        replicas += more;
    }
}
