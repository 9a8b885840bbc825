package dev.weir.daemon;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The dependency rules of docs/DESIGN.md. The name of each rule is its message. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = ArchitectureTest.class.getPackageName();

    @ArchTest
    static final ArchRule packages_depend_only_downwards = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .layer("main")
            .definedBy(ROOT)
            .layer("net")
            .definedBy(ROOT + ".net..")
            .layer("layout")
            .definedBy(ROOT + ".layout..")
            .layer("program")
            .definedBy(ROOT + ".program..")
            .layer("endpoint")
            .definedBy(ROOT + ".endpoint..")
            .layer("datapath")
            .definedBy(ROOT + ".datapath..")
            .layer("flow")
            .definedBy(ROOT + ".flow..")
            .layer("count")
            .definedBy(ROOT + ".count..")
            .layer("libbpf")
            .definedBy(ROOT + ".libbpf..")
            .layer("grpc")
            .definedBy(ROOT + ".grpc..")
            .whereLayer("net")
            .mayNotAccessAnyLayer()
            .whereLayer("layout")
            .mayOnlyAccessLayers("net")
            .whereLayer("program")
            .mayOnlyAccessLayers("net")
            .whereLayer("endpoint")
            .mayOnlyAccessLayers("net", "program")
            .whereLayer("datapath")
            .mayOnlyAccessLayers("net", "layout", "program", "endpoint")
            .whereLayer("flow")
            .mayOnlyAccessLayers("net", "layout", "program")
            .whereLayer("count")
            .mayOnlyAccessLayers("net", "layout", "program", "flow")
            .whereLayer("libbpf")
            .mayOnlyBeAccessedByLayers("main")
            .whereLayer("grpc")
            .mayOnlyBeAccessedByLayers("main");

    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule programs_and_layouts_are_plain_java = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".net..", ROOT + ".program..", ROOT + ".layout..")
            .should()
            .dependOnClassesThat(not(resideInAnyPackage("java..", "org.jspecify..", "org.pcollections..", ROOT + "..")))
            .because("what a node must enforce is testable without a kernel and without a server");

    @ArchTest
    static final ArchRule enforcement_and_records_are_nearly_plain_java = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".endpoint..", ROOT + ".datapath..", ROOT + ".flow..", ROOT + ".count..")
            .should()
            .dependOnClassesThat(not(resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.pcollections..",
                    "org.slf4j..",
                    "tools.jackson.core..",
                    ROOT + "..")));

    @ArchTest
    static final ArchRule only_libbpf_is_native = noClasses()
            .that(not(resideInAPackage(ROOT + ".libbpf..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jnr..", "java.lang.foreign..");

    @ArchTest
    static final ArchRule only_grpc_speaks_to_the_network = noClasses()
            .that(not(resideInAPackage(ROOT + ".grpc..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "io.netty..", "com.google.protobuf..", "dev.weir.proto..");

    @ArchTest
    static final ArchRule time_comes_from_a_clock = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".net.SystemNodeClock")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule names_say_what_a_type_is = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Helpers|Impl|Dto|DTO|Info|Manager)|.*[.]Base[A-Z][^.]*")
            .because("docs/GLOSSARY.md has a word for it");

    @ArchTest
    static final ArchRule records_are_immutable = fields().that()
            .areDeclaredInClassesThat(areRecords())
            .and()
            .doNotHaveModifier(JavaModifier.STATIC)
            .should()
            .notHaveRawType(arrays());

    @ArchTest
    static final ArchRule classes_are_not_made_to_be_extended = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areTopLevelClasses()
            .and()
            .areNotAssignableTo(Exception.class)
            .should()
            .haveModifier(JavaModifier.FINAL);

    private static DescribedPredicate<JavaClass> areRecords() {
        return DescribedPredicate.describe("are records", JavaClass::isRecord);
    }

    private static DescribedPredicate<JavaClass> arrays() {
        return DescribedPredicate.describe("an array", JavaClass::isArray);
    }
}
