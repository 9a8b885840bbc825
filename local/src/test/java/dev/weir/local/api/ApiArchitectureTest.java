package dev.weir.local.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The parts of the local API depend on each other only from the outside in. */
@AnalyzeClasses(packagesOf = ApiArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ApiArchitectureTest {

    private static final String ROOT = ApiArchitectureTest.class.getPackageName();

    @ArchTest
    static final ArchRule parts_form_no_cycle =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_http_speaks_http = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule the_store_knows_no_meaning = noClasses()
            .that()
            .resideInAPackage(ROOT + ".store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".registry..", ROOT + ".patch..", ROOT + ".http..", ROOT + ".print..");

    @ArchTest
    static final ArchRule the_rest_of_the_local_cluster_is_a_client = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.weir.local.fabric..", "dev.weir.local.kubelet..", "dev.weir.local.supervisor..");
}
