package dev.weir.flow.opensearch;

import dev.weir.flow.store.RecordStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import org.opensearch.client.transport.httpclient5.ResponseException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Sends requests to the cluster, to whichever of its nodes is there. */
final class Requests implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final int CONNECTIONS = 32;
    private static final Timeout ANSWER = Timeout.ofSeconds(60);

    private final OpenSearchTransport transport;
    private final OpenSearchGenericClient client;

    Requests(OpenSearchSettings settings) {
        HttpHost[] hosts = settings.addresses().stream().map(HttpHost::create).toArray(HttpHost[]::new);
        transport = ApacheHttpClient5TransportBuilder.builder(hosts)
                .setHttpClientConfigCallback(http -> configured(http, settings, hosts))
                .setRequestConfigCallback(request -> request.setResponseTimeout(ANSWER))
                .build();
        client = new OpenSearchGenericClient(transport);
    }

    private static HttpAsyncClientBuilder configured(
            HttpAsyncClientBuilder http, OpenSearchSettings settings, HttpHost[] hosts) {
        OpenSearchSettings.Credentials credentials = settings.credentials();
        if (credentials != null) {
            BasicCredentialsProvider provider = new BasicCredentialsProvider();
            for (HttpHost host : hosts) {
                provider.setCredentials(
                        new AuthScope(host),
                        new UsernamePasswordCredentials(
                                credentials.user(), credentials.password().toCharArray()));
            }
            http.setDefaultCredentialsProvider(provider);
        }
        PoolingAsyncClientConnectionManagerBuilder connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(CONNECTIONS)
                .setMaxConnTotal(CONNECTIONS * hosts.length);
        if (settings.certificateAuthority() != null) {
            connections.setTlsStrategy(ClientTlsStrategyBuilder.create()
                    .setSslContext(trusting(settings.certificateAuthority()))
                    .buildAsync());
        }
        return http.setConnectionManager(connections.build());
    }

    private static SSLContext trusting(Path authority) {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new RecordStoreException.Failed(
                    "The certificate authority of OpenSearch cannot be read from " + authority + ".", unreadable);
        }
    }

    /** Whatever the cluster answers; throws only when it does not. */
    Answer send(String method, String path, @Nullable Object body) {
        return send(method, path, body == null ? null : JSON.writeValueAsBytes(body), "application/json");
    }

    /** The same with lines of JSON. */
    Answer sendLines(String path, byte[] lines) {
        return send("POST", path, lines, "application/x-ndjson");
    }

    /** An answer that must be a success. */
    Answer ask(String method, String path, @Nullable Object body) {
        Answer answer = send(method, path, body);
        if (!answer.isSuccess()) {
            throw Refusal.of(answer);
        }
        return answer;
    }

    private Answer send(String method, String path, byte @Nullable [] body, String type) {
        int question = path.indexOf('?');
        try (Response response = client.execute(org.opensearch.client.opensearch.generic.Requests.create(
                method,
                question < 0 ? path : path.substring(0, question),
                List.of(),
                question < 0 ? Map.of() : parameters(path.substring(question + 1)),
                body == null ? null : Body.from(body, type)))) {
            return new Answer(
                    response.getStatus(),
                    response.getBody()
                            .filter(some -> !method.equals("HEAD"))
                            .map(some -> JSON.readTree(some.bodyAsBytes()))
                            .orElse(MissingNode.getInstance()));
        } catch (ResponseException refused) {
            return refused(refused);
        } catch (IOException gone) {
            throw new RecordStoreException.Failed("OpenSearch does not answer.", gone);
        }
    }

    /** The client returns some refusals and throws others; of these the body is found in the message alone, as its last line. */
    private static Answer refused(ResponseException refused) {
        String message = String.valueOf(refused.getMessage());
        int body = message.indexOf("\n{");
        return new Answer(
                refused.status(), body < 0 ? MissingNode.getInstance() : JSON.readTree(message.substring(body)));
    }

    private static Map<String, String> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException failed) {
            throw new RecordStoreException.Failed("The connections to OpenSearch cannot be closed.", failed);
        }
    }
}
