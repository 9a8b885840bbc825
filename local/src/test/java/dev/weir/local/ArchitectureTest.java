package dev.weir.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = ArchitectureTest.class.getPackageName();

    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_fabric_is_native = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".fabric..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jnr..");

    @ArchTest
    static final ArchRule network_and_traffic_know_no_kubernetes = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".fabric..", ROOT + ".workload..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..");

    @ArchTest
    static final ArchRule the_api_is_reached_over_https_alone = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".kubelet..", ROOT + ".sample..", ROOT + ".fabric..", ROOT + ".workload..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".api..")
            .because("the local cluster's own agents must find out what any other client would");

    @ArchTest
    static final ArchRule names_say_what_a_type_is = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Helpers|Impl|Dto|DTO|Info|Manager|Base[A-Z].*)");

    @ArchTest
    static final ArchRule time_of_day_comes_from_a_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
