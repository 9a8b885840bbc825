package dev.weir.local.api.http;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.weir.local.api.registry.Deletions;
import dev.weir.local.api.registry.Registry;
import dev.weir.local.api.resource.Catalog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The HTTPS server of the local API, on the loopback address only. Every request runs on a virtual thread of its own. */
public final class ApiEndpoint implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private final HttpsServer server;
    private final ExecutorService requests;
    private final WatchStream watches;

    private ApiEndpoint(HttpsServer server, ExecutorService requests, WatchStream watches) {
        this.server = server;
        this.requests = requests;
        this.watches = watches;
    }

    /** Listens on the port, or on a free one if it is 0. */
    public static ApiEndpoint start(int port, SSLContext tls, Catalog catalog, Registry registry, Deletions deletions)
            throws IOException {
        tuneServer();
        HttpsServer server = HttpsServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters chosen = getSSLContext().getDefaultSSLParameters();
                chosen.setWantClientAuth(true);
                parameters.setSSLParameters(chosen);
            }
        });
        ExecutorService requests = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("api-request-", 0).factory());
        WatchStream watches = new WatchStream(registry, Clock.systemUTC());
        server.setExecutor(requests);
        server.createContext("/", new Router(catalog, new ResourceHandler(registry, deletions, watches)));
        server.start();
        return new ApiEndpoint(server, requests, watches);
    }

    /** The JDK's server reads these once: no delay of small writes, and idle connections that last as long as clients expect. */
    private static void tuneServer() {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        watches.close();
        server.stop(0);
        requests.shutdownNow();
    }
}
