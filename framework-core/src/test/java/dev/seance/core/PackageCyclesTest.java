// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Each package can be read without those that use it. */
@AnalyzeClasses(locations = SeanceClasses.class)
class PackageCyclesTest {

    @ArchTest
    static final ArchRule noPackagesOfTheApiDependOnEachOtherInACycle =
            slices().matching("dev.seance.api.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noPackagesOfTheKitDependOnEachOtherInACycle =
            slices().matching("dev.seance.kit.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noPackagesOfTheHostDependOnEachOtherInACycle =
            slices().matching("dev.seance.core.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule contractsNeverUseTheKit = noClasses()
            .that()
            .resideInAPackage("dev.seance.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.seance.kit..");

    @ArchTest
    static final ArchRule theKitUsesTheContractsAndNoLibrary = classes()
            .that()
            .resideInAPackage("dev.seance.kit..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.seance.api..", "dev.seance.kit..", "org.slf4j..");

    @ArchTest
    static final ArchRule nothingIsInTheRootOfATree = noClasses()
            .that()
            .doNotHaveSimpleName("package-info")
            .should()
            .resideInAnyPackage("dev.seance", "dev.seance.api", "dev.seance.kit", "dev.seance.core")
            .as("every class is in the package of its noun: the rules on cycles look at those");
}
