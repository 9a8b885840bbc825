package dev.weir.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a user of kubectl 1.32 sees. Every test has a namespace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTests {

    private static final String POLICY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web-in, namespace: %s}
            spec:
              podSelector: {matchLabels: {app: web}}
              ingress:
              - from: [{podSelector: {matchLabels: {app: front}}}]
                ports: [{protocol: TCP, port: 80}]
            """;
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: %2$s, namespace: %1$s, labels: {app: %2$s}}
            spec:
              containers:
              - {name: main, image: "web:1", ports: [{containerPort: 80, name: http}]}
              - {name: side, image: "side:1"}
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Kubectl kubectl;
    private ApiServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        assumeTrue(Kubectl.isInstalled(), "kubectl is not installed on this machine");
        server = ApiServer.start(new ApiConfig(0, directory.resolve("api")));
        kubectl = new Kubectl(server.kubeconfig(), directory);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private String namespace(String name) {
        kubectl.run("create namespace " + name).succeeds().prints("namespace/" + name + " created");
        return name;
    }

    @Test
    void discoveryNamesEveryKind() {
        kubectl.run("version").succeeds().prints("Server Version: v1.32");
        kubectl.run("api-versions").succeeds().prints("networking.k8s.io/v1", "discovery.k8s.io/v1", "v1\n");
        kubectl.run("api-resources")
                .succeeds()
                .prints("networkpolicies", "netpol", "endpointslices", "leases", "customresourcedefinitions");
        kubectl.run("get deployments").fails().complains("the server doesn't have a resource type \"deployments\"");
    }

    @Test
    void explainKnowsEveryField() {
        kubectl.run("explain networkpolicy.spec.ingress.from.ipBlock")
                .succeeds()
                .prints("except\t<[]string>", "cidr\t<string>");
        kubectl.run("explain pod.spec.containers").succeeds().prints("imagePullPolicy", "ports\t<[]ContainerPort>");
        kubectl.run("explain networkpolicy.spec.nothing").fails().complains("field \"nothing\" does not exist");
    }

    @Test
    void rightsAreThoseOfAnAdministrator() {
        kubectl.run("auth can-i create networkpolicies").succeeds().prints("yes");
        kubectl.run("auth can-i --list").succeeds().prints("*.*");
        kubectl.run("auth whoami").succeeds().prints("weir-admin", "system:masters");
    }

    @Test
    void tablesHaveTheUsualColumns() {
        String namespace = namespace("tables");
        kubectl.run("apply -f -", POD.formatted(namespace, "web")).succeeds();
        kubectl.run("apply -f -", POLICY.formatted(namespace)).succeeds();
        kubectl.run("get pods -n tables")
                .succeeds()
                .prints("NAME   READY   STATUS    RESTARTS   AGE", "web    0/2     Pending   0");
        kubectl.run("get pods -n tables -o wide")
                .succeeds()
                .prints("IP", "NODE", "NOMINATED NODE", "READINESS GATES", "<none>");
        kubectl.run("get netpol -A").succeeds().prints("NAMESPACE", "POD-SELECTOR", "tables      web-in   app=web");
        kubectl.run("get pods -A --show-labels").succeeds().prints("app=web");
        kubectl.run("get pods -n tables -o name").succeeds().prints("pod/web");
        kubectl.run("get pod web -n tables -o 'jsonpath={.spec.containers[0].imagePullPolicy}'")
                .succeeds()
                .prints("IfNotPresent");
        kubectl.run("get pods -n tables --sort-by=.metadata.name").succeeds().prints("web");
        kubectl.run("get pods -n tables -o custom-columns=N:.metadata.name,P:.status.phase")
                .succeeds()
                .prints("web   Pending");
        kubectl.run("get ns tables").succeeds().prints("tables   Active");
    }

    @Test
    void selectorsOfLabelsAndFieldsWork() {
        String namespace = namespace("selectors");
        kubectl.run("apply -f -", POD.formatted(namespace, "a") + "---\n" + POD.formatted(namespace, "b"))
                .succeeds();
        assertThat(kubectl.run("get pods -n selectors -l app=a -o name").output())
                .isEqualTo("pod/a\n");
        assertThat(kubectl.run("get pods -n selectors -l 'app in (b,c)' -o name")
                        .output())
                .isEqualTo("pod/b\n");
        assertThat(kubectl.run("get pods -n selectors -l 'app notin (a)' -o name")
                        .output())
                .isEqualTo("pod/b\n");
        assertThat(kubectl.run("get pods -n selectors -l '!app' -o name").output())
                .isEmpty();
        assertThat(kubectl.run("get pods -A --field-selector metadata.name=b,metadata.namespace=selectors -o name")
                        .output())
                .isEqualTo("pod/b\n");
        assertThat(kubectl.run("get pods -n selectors --field-selector status.phase!=Pending -o name")
                        .output())
                .isEmpty();
        kubectl.run("get pods -n selectors --field-selector spec.image=x")
                .fails()
                .complains("field label not supported: spec.image");
    }

    @Test
    void clientSideApplyIsIdempotent() {
        String namespace = namespace("apply");
        kubectl.run("apply -f -", POD.formatted(namespace, "web")).succeeds().prints("pod/web created");
        kubectl.run("apply -f -", POD.formatted(namespace, "web")).succeeds().prints("pod/web unchanged");
        kubectl.run("apply -f -", POLICY.formatted(namespace)).succeeds().prints("web-in created");
        kubectl.run("apply -f -", POLICY.formatted(namespace)).succeeds().prints("web-in unchanged");
        String changed = POLICY.formatted(namespace).replace("port: 80", "port: 81");
        kubectl.run("diff -f -", changed).fails().prints("-    - port: 80", "+    - port: 81");
        kubectl.run("apply -f -", changed).succeeds().prints("web-in configured");
        kubectl.run("get netpol web-in -n apply -o 'jsonpath={.metadata.generation} {.spec.ingress[0].ports[0].port}'")
                .prints("2 81");
        kubectl.run("apply --dry-run=server -f -", POLICY.formatted(namespace))
                .succeeds()
                .prints("(server dry run)");
        kubectl.run("get netpol web-in -n apply -o 'jsonpath={.metadata.generation}'")
                .prints("2");
    }

    @Test
    void aStrategicPatchMergesContainersByName() {
        String namespace = namespace("strategic");
        kubectl.run("apply -f -", POD.formatted(namespace, "web")).succeeds();
        kubectl.run(
                        "patch pod web -n strategic -p '{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"side:2\"}]}}'")
                .succeeds();
        kubectl.run("get pod web -n strategic -o 'jsonpath={.spec.containers[*].image}'")
                .prints("web:1 side:2");
        kubectl.run("set image pod/web -n strategic main=web:2").succeeds();
        kubectl.run("get pod web -n strategic -o 'jsonpath={.spec.containers[*].image}'")
                .prints("web:2 side:2");
        kubectl.run(
                        "patch pod web -n strategic --type=merge -p '{\"metadata\":{\"labels\":{\"x\":\"y\",\"app\":null}}}'")
                .succeeds();
        kubectl.run("get pod web -n strategic -o 'jsonpath={.metadata.labels}'").prints("{\"x\":\"y\"}");
        kubectl.run(
                        "patch pod web -n strategic --type=json -p '[{\"op\":\"replace\",\"path\":\"/metadata/labels/x\",\"value\":\"z\"}]'")
                .succeeds();
        kubectl.run("get pod web -n strategic -o 'jsonpath={.metadata.labels}'").prints("{\"x\":\"z\"}");
        kubectl.run(
                        "patch pod web -n strategic --type=json -p '[{\"op\":\"test\",\"path\":\"/metadata/labels/x\",\"value\":\"no\"}]'")
                .fails();
    }

    @Test
    void labelsAndAnnotationsChange() {
        String namespace = namespace("labels");
        kubectl.run("apply -f -", POD.formatted(namespace, "web")).succeeds();
        kubectl.run("label pod web -n labels tier=one").succeeds().prints("pod/web labeled");
        kubectl.run("label pod web -n labels tier=two").fails().complains("already has a value");
        kubectl.run("label pod web -n labels tier=two --overwrite").succeeds();
        kubectl.run("label pod web -n labels tier-").succeeds().prints("unlabeled");
        kubectl.run("label pod web -n labels 'bad=no way'").fails();
        kubectl.run("annotate pod web -n labels 'note=a b c'").succeeds().prints("annotated");
        kubectl.run("label ns labels kubernetes.io/metadata.name-").succeeds();
        kubectl.run("get ns labels --show-labels").prints("kubernetes.io/metadata.name=labels");
    }

    @Test
    void serverSideApplyTellsManagersApart() {
        String namespace = namespace("ssa");
        String map = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: ssa}, data: {%s}}";
        kubectl.run("apply --server-side --field-manager=one -f -", map.formatted("a: one, b: one"))
                .succeeds()
                .prints("serverside-applied");
        kubectl.run("apply --server-side --field-manager=two -f -", map.formatted("a: two"))
                .fails()
                .complains("Apply failed with 1 conflict: conflict with \"one\": .data.a");
        kubectl.run("apply --server-side --field-manager=two --force-conflicts -f -", map.formatted("a: two"))
                .succeeds();
        kubectl.run("apply --server-side --field-manager=one -f -", map.formatted("c: one"))
                .succeeds();
        kubectl.run("get cm m -n " + namespace + " -o 'jsonpath={.data}'").prints("{\"a\":\"two\",\"c\":\"one\"}");
        kubectl.run("get cm m -n ssa -o yaml --show-managed-fields")
                .prints("manager: one", "manager: two", "f:a: {}", "operation: Apply");
    }

    @Test
    void serverSideApplyTakesOverFromClientSideApply() {
        String namespace = namespace("takeover");
        kubectl.run("apply -f -", POD.formatted(namespace, "web")).succeeds();
        Kubectl.Outcome outcome = kubectl.run("apply --server-side -f -", POD.formatted(namespace, "web"))
                .succeeds();
        assertThat(outcome.errors()).isEmpty();
        kubectl.run("apply --server-side -f -", POD.formatted(namespace, "web").replace("side:1", "side:2"))
                .succeeds();
        kubectl.run("get pod web -n takeover -o 'jsonpath={.spec.containers[1].image}'")
                .prints("side:2");
    }

    @Test
    void unknownFieldsAreReported() {
        String namespace = namespace("strict");
        String odd = POLICY.formatted(namespace).replace("spec:\n", "spec:\n  foo: 1\n");
        kubectl.run("apply -f -", odd).fails().complains("strict decoding error: unknown field \"spec.foo\"");
        kubectl.run("apply --validate=warn -f -", odd).succeeds().complains("Warning: unknown field \"spec.foo\"");
        kubectl.run("apply --validate=ignore -f -", odd).succeeds();
        kubectl.run("get netpol web-in -n strict -o yaml").succeeds();
        String typed =
                POLICY.formatted(namespace).replace("podSelector: {matchLabels: {app: web}}", "podSelector: web");
        kubectl.run("apply -f -", typed).fails().complains("cannot unmarshal string into");
    }

    @Test
    void createAndDeleteAreRefusedAsUsual() {
        String namespace = namespace("refused");
        kubectl.run("create -f -", POLICY.formatted(namespace)).succeeds();
        kubectl.run("create -f -", POLICY.formatted(namespace))
                .fails()
                .complains(
                        "Error from server (AlreadyExists)",
                        "networkpolicies.networking.k8s.io \"web-in\" already exists");
        kubectl.run("create -f -", POLICY.formatted("nowhere"))
                .fails()
                .complains("Error from server (NotFound)", "namespaces \"nowhere\" not found");
        kubectl.run("get pod nobody -n refused")
                .fails()
                .complains("Error from server (NotFound): pods \"nobody\" not found");
        kubectl.run("delete ns default").fails().complains("this namespace may not be deleted");
        kubectl.run("delete netpol web-in -n refused").succeeds().prints("\"web-in\" deleted");
        kubectl.run("delete netpol web-in -n refused --ignore-not-found").succeeds();
        kubectl.run("create ns Bad_Name").fails().complains("a lowercase RFC 1123 label must consist of");
    }

    @Test
    void aPodCannotChangeItsContainers() {
        String namespace = namespace("immutable");
        kubectl.run("apply -f -", POD.formatted(namespace, "web")).succeeds();
        kubectl.run("apply -f -", POD.formatted(namespace, "web").replace("containerPort: 80", "containerPort: 81"))
                .fails()
                .complains("spec: Forbidden: pod updates may not change fields other than");
    }

    @Test
    void createCommandsSpeakProtobuf() {
        namespace("protobuf");
        kubectl.run("create configmap c -n protobuf --from-literal=a=b")
                .succeeds()
                .prints("configmap/c created");
        kubectl.run("get cm c -n protobuf -o 'jsonpath={.data.a}'").prints("b");
        kubectl.run("create secret generic s -n protobuf --from-literal=p=q").succeeds();
        kubectl.run("get secret s -n protobuf -o 'jsonpath={.data.p} {.type}'").prints("cQ== Opaque");
        kubectl.run("create serviceaccount robot -n protobuf").succeeds();
        kubectl.run("create service clusterip web -n protobuf --tcp=80:8080").succeeds();
        kubectl.run("get svc web -n protobuf -o 'jsonpath={.spec.ports[0].port} {.spec.ports[0].targetPort}'")
                .prints("80 8080");
        kubectl.run("run one -n protobuf --image=web:1 --port=80 --labels=app=one")
                .succeeds()
                .prints("pod/one created");
        kubectl.run("expose pod one -n protobuf --port=80").succeeds();
        kubectl.run("get svc one -n protobuf").prints("ClusterIP   10.96.");
    }

    @Test
    void describeShowsPodsPoliciesAndEvents() {
        String namespace = namespace("describe");
        kubectl.run("apply -f -", POD.formatted(namespace, "web")).succeeds();
        kubectl.run("apply -f -", POLICY.formatted(namespace)).succeeds();
        String event = """
                apiVersion: v1
                kind: Event
                metadata: {name: web.1, namespace: describe}
                involvedObject: {apiVersion: v1, kind: Pod, name: web, namespace: describe, uid: %s}
                reason: Tested
                message: hello from the test
                type: Normal
                lastTimestamp: "2026-01-01T00:00:00Z"
                """;
        String uid = kubectl.run("get pod web -n describe -o 'jsonpath={.metadata.uid}'")
                .output();
        kubectl.run("create -f -", event.formatted(uid)).succeeds();
        kubectl.run("describe pod web -n describe").succeeds().prints("Image:", "Tested", "hello from the test");
        kubectl.run("describe netpol web-in -n describe").succeeds().prints("To Port: 80/TCP", "app=front");
        kubectl.run("describe ns describe").succeeds().prints("Active");
        kubectl.run("get events -n describe").succeeds().prints("Tested", "pod/web");
        kubectl.run("get events.events.k8s.io -n describe -o 'jsonpath={.items[0].note}'")
                .prints("hello from the test");
        kubectl.run("get events -n describe --field-selector involvedObject.name=web,reason=Tested -o name")
                .prints("event/web.1");
        kubectl.run("events -n describe --for pod/web").succeeds().prints("hello from the test");
    }

    @Test
    void aWatchFollowsEveryChange() {
        namespace("watch");
        Kubectl.Running watch = kubectl.start("get cm -n watch -w -o 'jsonpath={.metadata.name} {.data.v}{\"\\n\"}'");
        try {
            await().atMost(PATIENCE).until(() -> !watch.lines().isEmpty());
            String map =
                    "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: watch}, data: {v: '%d'}}";
            for (int i = 1; i <= 3; i++) {
                kubectl.run("apply -f -", map.formatted(i)).succeeds();
            }
            kubectl.run("delete cm m -n watch").succeeds();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(watch.lines()).endsWith("m 1", "m 2", "m 3", "m 3"));
        } finally {
            watch.stop();
        }
    }

    @Test
    void aNamespaceTakesItsContentWithIt() {
        String namespace = namespace("leaving");
        kubectl.run("apply -f -", POD.formatted(namespace, "web")).succeeds();
        kubectl.run("apply -f -", POLICY.formatted(namespace)).succeeds();
        kubectl.run("delete ns leaving").succeeds().prints("namespace \"leaving\" deleted");
        kubectl.run("get ns leaving").fails();
        kubectl.run("get netpol -A -o name").succeeds();
        assertThat(kubectl.run("get pods,netpol,cm,sa -A -o wide").output()).doesNotContain("leaving");
    }

    @Test
    void aRunningPodGoesWhenItsKubeletSaysSo() {
        String namespace = namespace("grace");
        kubectl.run("apply -f -", POD.formatted(namespace, "web").replace("spec:\n", "spec:\n  nodeName: n1\n"))
                .succeeds();
        kubectl.run("delete pod web -n grace --wait=false").succeeds();
        kubectl.run("get pod web -n grace").prints("Terminating");
        kubectl.run("delete pod web -n grace --force --grace-period=0").succeeds();
        kubectl.run("get pod web -n grace").fails();
    }

    @Test
    void dependentsGoWithTheirOwner() {
        namespace("owners");
        String owner = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: owner, namespace: owners}}";
        kubectl.run("apply -f -", owner).succeeds();
        String uid = kubectl.run("get cm owner -n owners -o 'jsonpath={.metadata.uid}'")
                .output();
        String dependent =
                "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: owners, ownerReferences: ["
                        + "{apiVersion: v1, kind: ConfigMap, name: owner, uid: " + uid
                        + ", blockOwnerDeletion: true}]}}";
        kubectl.run("apply -f -", dependent.formatted("d1")).succeeds();
        kubectl.run("delete cm owner -n owners --cascade=orphan").succeeds();
        kubectl.run("get cm d1 -n owners -o 'jsonpath={.metadata.ownerReferences}'")
                .succeeds();
        kubectl.run("apply -f -", owner).succeeds();
        String second = kubectl.run("get cm owner -n owners -o 'jsonpath={.metadata.uid}'")
                .output();
        kubectl.run("apply -f -", dependent.formatted("d2").replace(uid, second))
                .succeeds();
        kubectl.run("delete cm owner -n owners --cascade=foreground").succeeds();
        kubectl.run("get cm d2 -n owners").fails();
        kubectl.run("get cm d1 -n owners").succeeds();
    }

    @Test
    void customResourcesAreServedValidatedAndPruned() {
        kubectl.run("apply -f -", NetworkLoggingManifests.definition())
                .succeeds()
                .prints("networkloggings.networking.gke.io created");
        kubectl.run("wait --for condition=established crd/networkloggings.networking.gke.io --timeout=10s")
                .succeeds();
        kubectl.run("apply -f -", NetworkLoggingManifests.defaultObject())
                .succeeds()
                .prints("networklogging.networking.gke.io/default created");
        kubectl.run("get nl").succeeds().prints("default");
        kubectl.run("explain networklogging.spec.cluster.allow").succeeds().prints("delegate\t<boolean>");
        kubectl.run("patch networklogging default --type=merge -p '{\"spec\":{\"cluster\":{\"deny\":{\"log\":true}}}}'")
                .succeeds();
        kubectl.run("get networklogging default -o 'jsonpath={.spec.cluster.deny}'")
                .prints("\"log\":true");
        String other = NetworkLoggingManifests.defaultObject().replace("name: default", "name: other");
        kubectl.run("apply -f -", other).fails().complains("metadata.name in body should match '^default$'");
        String odd = NetworkLoggingManifests.defaultObject().replace("cluster:", "node: {}\n  cluster:");
        kubectl.run("apply -f -", odd).fails().complains("unknown field \"spec.node\"");
        kubectl.run("apply --server-side --force-conflicts -f -", NetworkLoggingManifests.defaultObject())
                .succeeds();
        kubectl.run("delete crd networkloggings.networking.gke.io").succeeds();
        kubectl.run("get networklogging").fails();
    }

    @Test
    void replaceChecksTheRevision() {
        namespace("edit");
        kubectl.run("create configmap e -n edit --from-literal=a=b").succeeds();
        kubectl.run("get cm e -n edit -o yaml").succeeds();
        kubectl.run(
                        "replace -f -",
                        "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: e, namespace: edit}, data: {a: c}}")
                .succeeds()
                .prints("replaced");
        kubectl.run(
                        "replace -f -",
                        "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: e, namespace: edit, resourceVersion: \"1\"}}")
                .fails()
                .complains(
                        "the object has been modified; please apply your changes to the latest version and try again");
    }

    @Test
    void whatNeedsARuntimeIsRefusedWithAHint() {
        String namespace = namespace("runtime");
        kubectl.run("apply -f -", POD.formatted(namespace, "web")).succeeds();
        kubectl.run("logs web -n runtime -c main").fails().complains("./weir exec runtime/web");
    }
}
