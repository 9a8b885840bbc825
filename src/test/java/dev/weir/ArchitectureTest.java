package dev.weir;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;

/** The listing of packages is the architecture; these rules keep it true. Each was seen to catch a planted violation. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "dev.weir";
    private static final String[] EDGES = {
        ROOT + ".kubernetes..", ROOT + ".grpc..", ROOT + ".rest..", ROOT + ".console..", ROOT + ".security.."
    };

    @ArchTest
    static final ArchRule packages_depend_only_downwards = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .layer("main")
            .definedBy(ROOT)
            .layer("net")
            .definedBy(ROOT + ".net..")
            .layer("table")
            .definedBy(ROOT + ".table..")
            .layer("cluster")
            .definedBy(ROOT + ".cluster..")
            .layer("program")
            .definedBy(ROOT + ".program..")
            .layer("policy")
            .definedBy(ROOT + ".policy..")
            .layer("reach")
            .definedBy(ROOT + ".reach..")
            .layer("nodes")
            .definedBy(ROOT + ".nodes..")
            .layer("counts")
            .definedBy(ROOT + ".counts..")
            .layer("flow")
            .definedBy(ROOT + ".flow..")
            .layer("history")
            .definedBy(ROOT + ".history..")
            .layer("audit")
            .definedBy(ROOT + ".audit..")
            .layer("views")
            .definedBy(ROOT + ".views..")
            .layer("simulation")
            .definedBy(ROOT + ".simulation..")
            .layer("proposal")
            .definedBy(ROOT + ".proposal..")
            .layer("recommendation")
            .definedBy(ROOT + ".recommendation..")
            .layer("why")
            .definedBy(ROOT + ".why..")
            .layer("file")
            .definedBy(ROOT + ".file..")
            .layer("alert")
            .definedBy(ROOT + ".alert..")
            .layer("access")
            .definedBy(ROOT + ".access..")
            .layer("expectation")
            .definedBy(ROOT + ".expectation..")
            .layer("change")
            .definedBy(ROOT + ".change..")
            .layer("visible")
            .definedBy(ROOT + ".visible..")
            .layer("watch")
            .definedBy(ROOT + ".watch..")
            .layer("document")
            .definedBy(ROOT + ".document..")
            .layer("form")
            .definedBy(ROOT + ".form..")
            .layer("draft")
            .definedBy(ROOT + ".draft..")
            .layer("lint")
            .definedBy(ROOT + ".lint..")
            .layer("pairs")
            .definedBy(ROOT + ".pairs..")
            .layer("forecast")
            .definedBy(ROOT + ".forecast..")
            .layer("usage")
            .definedBy(ROOT + ".usage..")
            .layer("words")
            .definedBy(ROOT + ".words..")
            .layer("readback")
            .definedBy(ROOT + ".readback..")
            .layer("paste")
            .definedBy(ROOT + ".paste..")
            .whereLayer("net")
            .mayNotAccessAnyLayer()
            .whereLayer("table")
            .mayNotAccessAnyLayer()
            .whereLayer("cluster")
            .mayOnlyAccessLayers("net", "table")
            .whereLayer("program")
            .mayOnlyAccessLayers("net", "table")
            .whereLayer("policy")
            .mayOnlyAccessLayers("net", "table", "cluster", "program")
            .whereLayer("reach")
            .mayOnlyAccessLayers("net", "cluster", "policy")
            .whereLayer("nodes")
            .mayOnlyAccessLayers("net", "table", "cluster", "program", "policy")
            .whereLayer("counts")
            .mayOnlyAccessLayers("net", "cluster", "policy", "nodes")
            .whereLayer("flow")
            .mayOnlyAccessLayers("net", "cluster")
            .whereLayer("history")
            .mayOnlyAccessLayers("net", "cluster")
            .whereLayer("audit")
            .mayOnlyAccessLayers("cluster", "document")
            .whereLayer("views")
            .mayOnlyAccessLayers("flow", "file", "audit")
            .whereLayer("file")
            .mayNotAccessAnyLayer()
            .whereLayer("alert")
            .mayOnlyAccessLayers("net", "cluster", "reach", "nodes", "counts", "flow", "file", "expectation", "audit")
            .whereLayer("expectation")
            .mayOnlyAccessLayers("net", "cluster", "policy", "reach", "simulation", "document", "lint", "file")
            .whereLayer("simulation")
            .mayOnlyAccessLayers("net", "cluster", "policy", "reach", "nodes", "flow", "history", "file")
            .whereLayer("proposal")
            .mayOnlyAccessLayers("net", "cluster", "policy", "reach", "flow", "history", "simulation")
            .whereLayer("recommendation")
            .mayOnlyAccessLayers(
                    "net", "cluster", "policy", "reach", "nodes", "counts", "flow", "history", "simulation", "proposal")
            .whereLayer("document")
            .mayOnlyAccessLayers("cluster")
            .whereLayer("form")
            .mayOnlyAccessLayers("net", "cluster", "document")
            .whereLayer("draft")
            .mayOnlyAccessLayers("file")
            .whereLayer("lint")
            .mayOnlyAccessLayers("net", "cluster", "policy", "document")
            .whereLayer("why")
            .mayOnlyAccessLayers(
                    "net", "cluster", "policy", "reach", "nodes", "flow", "history", "access", "audit", "document")
            .whereLayer("access")
            .mayOnlyAccessLayers("file", "audit")
            .whereLayer("visible")
            .mayOnlyAccessLayers(
                    "net",
                    "cluster",
                    "nodes",
                    "flow",
                    "counts",
                    "alert",
                    "access",
                    "change",
                    "forecast",
                    "simulation",
                    "expectation",
                    "audit",
                    "watch")
            .whereLayer("watch")
            .mayOnlyAccessLayers("cluster", "alert", "access")
            .whereLayer("change")
            .mayOnlyAccessLayers("net", "cluster", "nodes", "counts", "access", "file", "audit")
            .whereLayer("pairs")
            .mayOnlyAccessLayers("net", "cluster", "nodes", "flow", "counts", "visible", "reach")
            .whereLayer("usage")
            .mayOnlyAccessLayers("net", "cluster", "policy", "flow")
            .whereLayer("words")
            .mayOnlyAccessLayers("net", "cluster", "policy", "document")
            .whereLayer("readback")
            .mayOnlyAccessLayers("net", "table", "cluster", "program", "nodes")
            .whereLayer("paste")
            .mayOnlyAccessLayers("cluster", "flow")
            .whereLayer("forecast")
            .mayOnlyAccessLayers("net", "cluster", "nodes", "flow");

    @ArchTest
    static final ArchRule pages_and_rest_see_only_what_the_reader_may_see = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".rest..", ROOT + ".console..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    ".*\\.(ClusterState|RecordStore|ClusterCounts|Alerts|ClusterHistory|ChangeSets|AuditTrail|ExpectationBook|ExpectationGate|WatchBook)")
            .because("what is behind the classes of dev.weir.visible shows every namespace to everybody");

    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule edges_do_not_know_each_other = slices().matching(ROOT + ".(kubernetes|grpc|rest|console)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule nothing_depends_on_edges = noClasses()
            .that(not(resideInAnyPackage(EDGES)).and(not(resideInAPackage(ROOT))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(EDGES);

    @ArchTest
    static final ArchRule policy_compilation_is_plain_java = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + ".net..", ROOT + ".cluster..", ROOT + ".program..", ROOT + ".policy..", ROOT + ".reach..")
            .should()
            .dependOnClassesThat(not(resideInAnyPackage("java..", "org.jspecify..", ROOT + "..")))
            .because("the meaning of a policy must be testable without a cluster, a container or a kernel");

    @ArchTest
    static final ArchRule only_tables_know_persistent_collections = noClasses()
            .that(not(resideInAPackage(ROOT + ".table..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pcollections..")
            .because("they are plain data structures, but a table is what this project calls them");

    @ArchTest
    static final ArchRule tables_are_plain_java = noClasses()
            .that()
            .resideInAPackage(ROOT + ".table..")
            .should()
            .dependOnClassesThat(not(resideInAnyPackage("java..", "org.jspecify..", "org.pcollections..", ROOT + "..")))
            .because("balanced trees that share structure come from a library, and nothing else does");

    @ArchTest
    static final ArchRule nodes_are_plain_java = noClasses()
            .that()
            .resideInAPackage(ROOT + ".nodes..")
            .should()
            .dependOnClassesThat(not(resideInAnyPackage("java..", "org.jspecify..", ROOT + "..")))
            .because("the wire is behind the port NodeStream");

    @ArchTest
    static final ArchRule counts_are_plain_java = noClasses()
            .that()
            .resideInAPackage(ROOT + ".counts..")
            .should()
            .dependOnClassesThat(not(resideInAnyPackage("java..", "org.jspecify..", ROOT + "..")));

    @ArchTest
    static final ArchRule the_editor_is_plain_java = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".form..", ROOT + ".lint..", ROOT + ".words..")
            .should()
            .dependOnClassesThat(not(resideInAnyPackage("java..", "org.jspecify..", ROOT + "..")))
            .because("what a text means, and what is wrong with it, must be testable without a page");

    @ArchTest
    static final ArchRule only_documents_speak_yaml = noClasses()
            .that(not(resideInAPackage(ROOT + ".document..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.yaml.snakeyaml..", "com.github.difflib..");

    @ArchTest
    static final ArchRule only_kubernetes_speaks_fabric8 = noClasses()
            .that(not(resideInAPackage(ROOT + ".kubernetes..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..");

    @ArchTest
    static final ArchRule only_grpc_speaks_protobuf = noClasses()
            .that(not(resideInAnyPackage(ROOT + ".grpc..", ROOT + ".proto..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.protobuf..", "io.grpc..", ROOT + ".proto..");

    @ArchTest
    static final ArchRule only_opensearch_speaks_to_the_cluster = noClasses()
            .that(not(resideInAPackage(ROOT + ".flow.opensearch..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.opensearch..", "org.apache.hc..");

    @ArchTest
    static final ArchRule only_otlp_speaks_opentelemetry = noClasses()
            .that(not(resideInAPackage(ROOT + ".flow.otlp..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule only_webhooks_of_alerts_know_spring_and_http = noClasses()
            .that()
            .resideInAPackage(ROOT + ".alert..")
            .and(not(resideInAPackage(ROOT + ".alert.webhook..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.net.http..");

    @ArchTest
    static final ArchRule edges_to_machines_hide_their_types = classes()
            .that()
            .resideInAnyPackage(ROOT + ".kubernetes..", ROOT + ".grpc..")
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule records_are_immutable = fields().that()
            .areDeclaredInClassesThat()
            .areRecords()
            .and()
            .areNotStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(ROOT + ".proto..")
            .should(notBeArrays())
            .because("an array in a record can be changed and compares by reference");

    @ArchTest
    static final ArchRule names_say_what_a_type_is = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".proto..")
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Helpers|Impl|Dto|DTO|Info|Manager)")
            .because("docs/GLOSSARY.md has a word for it");

    @ArchTest
    static final ArchRule time_comes_from_a_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("what depends on the time must be testable at any time");

    @ArchTest
    static final ArchRule core_classes_are_final = classes()
            .that()
            .resideInAnyPackage(
                    ROOT + ".net..",
                    ROOT + ".table..",
                    ROOT + ".cluster..",
                    ROOT + ".program..",
                    ROOT + ".policy..",
                    ROOT + ".reach..",
                    ROOT + ".nodes..")
            .and()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .doNotHaveSimpleName("package-info")
            .should(beFinalOrSealed());

    private static ArchCondition<JavaField> notBeArrays() {
        return new ArchCondition<>("not be arrays") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                if (field.getRawType().isArray()) {
                    events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is an array"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> beFinalOrSealed() {
        return new ArchCondition<>("be final or sealed") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                        || type.reflect().isSealed();
                if (!closed) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " can be subclassed"));
                }
            }
        };
    }
}
