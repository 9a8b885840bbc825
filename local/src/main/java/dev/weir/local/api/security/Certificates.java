package dev.weir.local.api.security;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of one run of the local API, the certificate of its server, and one of the cluster's administrator. The
 * authority's key is in memory only.
 */
public final class Certificates {

    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] NO_PASSWORD = new char[0];

    /** A key with its certificate. */
    private record Credential(KeyPair keys, X509Certificate certificate) {}

    private final Credential authority;
    private final Credential server;
    private final Credential admin;

    private Certificates(Credential authority, Credential server, Credential admin) {
        this.authority = authority;
        this.server = server;
        this.admin = admin;
    }

    /** Makes new keys and certificates, valid from shortly before now. */
    public static Certificates create(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, RANDOM);
            Issuer issuer = new Issuer(generator.generateKeyPair(), now);
            Credential authority = new Credential(issuer.keys, issuer.authority());
            return new Certificates(
                    authority, issuer.server(generator.generateKeyPair()), issuer.admin(generator.generateKeyPair()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("The certificates of the local Kubernetes API could not be made", e);
        }
    }

    /** The server's side of TLS: asks for a client certificate of this authority, but does not insist. */
    public SSLContext serverContext() {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, NO_PASSWORD);
            keys.setKeyEntry(
                    "server", server.keys().getPrivate(), NO_PASSWORD, new X509Certificate[] {server.certificate()});
            keys.setCertificateEntry("authority", authority.certificate());
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, NO_PASSWORD);
            TrustManagerFactory trustManagers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(keys);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), RANDOM);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS of the local Kubernetes API could not be set up", e);
        }
    }

    public String authorityPem() {
        return pem(authority.certificate());
    }

    public String adminPem() {
        return pem(admin.certificate());
    }

    /** The administrator's private key, PKCS 8. */
    public String adminKeyPem() {
        return keyPem(admin.keys());
    }

    private static String pem(Object value) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String keyPem(KeyPair keys) {
        try {
            return pem(new JcaPKCS8Generator(keys.getPrivate(), null).generate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs certificates. */
    private static final class Issuer {
        private static final X500Name NAME = new X500Name("CN=weir-local-ca");

        private final KeyPair keys;
        private final Instant now;

        Issuer(KeyPair keys, Instant now) {
            this.keys = keys;
            this.now = now;
        }

        X509Certificate authority() throws GeneralSecurityException, OperatorCreationException, CertIOException {
            X509v3CertificateBuilder builder = builder(NAME, keys);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
            return sign(builder);
        }

        Credential server(KeyPair own) throws GeneralSecurityException, OperatorCreationException, CertIOException {
            X509v3CertificateBuilder builder = leaf("CN=weir-local-api", own, KeyPurposeId.id_kp_serverAuth);
            GeneralName[] names = {
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.dNSName, "kubernetes.default.svc")
            };
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            return new Credential(own, sign(builder));
        }

        Credential admin(KeyPair own) throws GeneralSecurityException, OperatorCreationException, CertIOException {
            return new Credential(
                    own, sign(leaf("O=system:masters,CN=weir-admin", own, KeyPurposeId.id_kp_clientAuth)));
        }

        private X509v3CertificateBuilder leaf(String name, KeyPair own, KeyPurposeId purpose) throws CertIOException {
            X509v3CertificateBuilder builder = builder(new X500Name(name), own);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            return builder;
        }

        private X509v3CertificateBuilder builder(X500Name subject, KeyPair own) {
            return new JcaX509v3CertificateBuilder(
                    NAME,
                    new BigInteger(120, RANDOM),
                    Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(now.plus(VALIDITY)),
                    subject,
                    own.getPublic());
        }

        private X509Certificate sign(X509v3CertificateBuilder builder)
                throws GeneralSecurityException, OperatorCreationException {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
        }
    }
}
