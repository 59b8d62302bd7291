// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.pf4j.ExtensionPoint;

/** Dependencies point one way, and each library has one place where it may be used. */
@AnalyzeClasses(locations = SeanceClasses.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theApiNamesThreeLibrariesAndNoOther = classes()
            .that()
            .resideInAPackage("dev.seance.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.seance.api..", "org.pf4j..", "jakarta.inject..", "org.slf4j..");

    @ArchTest
    static final ArchRule theHostKnowsNoPlugin = noClasses()
            .that()
            .resideInAPackage("dev.seance.core..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.seance.plugins..");

    @ArchTest
    static final ArchRule nothingOfTheCoreNeedsTheCommands = noClasses()
            .that()
            .resideInAPackage("dev.seance.core..")
            .and()
            .resideOutsideOfPackage("dev.seance.core.command..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.seance.core.command..");

    @ArchTest
    static final ArchRule onlyCommandsNeedMeasurements = noClasses()
            .that()
            .resideInAPackage("dev.seance.core..")
            .and()
            .resideOutsideOfPackages("dev.seance.core.command..", "dev.seance.core.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.seance.core.bench..");

    @ArchTest
    static final ArchRule onlyCommandsNeedReports = noClasses()
            .that()
            .resideInAPackage("dev.seance.core..")
            .and()
            .resideOutsideOfPackages("dev.seance.core.command..", "dev.seance.core.report..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.seance.core.report..");

    @ArchTest
    static final ArchRule familiesOfCommandsDoNotGoInCircles =
            slices().matching("dev.seance.core.command.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatCommandsShareKnowsNoneOfThem = noClasses()
            .that()
            .resideInAPackage("dev.seance.core.command")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.seance.core.command.*..");

    @ArchTest
    static final ArchRule onlyRecipesAreReadAsYaml = noClasses()
            .that()
            .resideOutsideOfPackage("dev.seance.core.recipe..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.yaml..");

    @ArchTest
    static final ArchRule onlyPluginLoadingKnowsItsLibraries = noClasses()
            .that()
            .resideInAPackage("dev.seance.core..")
            .and()
            .resideOutsideOfPackage("dev.seance.core.plugins..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.pf4j..", "com.google.inject..")
                    .and(not(type(ExtensionPoint.class)))); // which every point of the API extends
}
