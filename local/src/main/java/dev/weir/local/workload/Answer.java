package dev.weir.local.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answering side of one TCP connection. Whoever is silent gets the name after a moment, whoever sends anything gets it for every piece received, and an
 * HTTP request gets it as a page.
 */
final class Answer {

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final int SILENCE_MILLIS = 150;
    private static final int IDLE_MILLIS = 600_000;

    private final SocketChannel connection;
    private final byte[] name;

    Answer(SocketChannel connection, byte[] name) {
        this.connection = connection;
        this.name = name;
    }

    void give() {
        try (connection) {
            Socket socket = connection.socket();
            socket.setTcpNoDelay(true);
            converse(socket);
        } catch (IOException e) {
            LOG.trace("connection ended: {}", e.toString());
        }
    }

    private void converse(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        byte[] received = new byte[16_384];
        int length = first(socket, in, received);
        if (isHttp(received, length)) {
            out.write(page());
            return;
        }
        socket.setSoTimeout(IDLE_MILLIS);
        do {
            out.write(name);
        } while (in.read(received) >= 0);
    }

    /** The first piece, 0 when none came in time, -1 when the other side has ended. */
    private static int first(Socket socket, InputStream in, byte[] received) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        try {
            return in.read(received);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    private static boolean isHttp(byte[] received, int length) {
        String start = new String(received, 0, Math.clamp(length, 0, 8), StandardCharsets.ISO_8859_1);
        return start.startsWith("GET ") || start.startsWith("HEAD ") || start.startsWith("POST ");
    }

    private byte[] page() {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + name.length
                + "\r\nConnection: close\r\n\r\n";
        return (head + new String(name, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
