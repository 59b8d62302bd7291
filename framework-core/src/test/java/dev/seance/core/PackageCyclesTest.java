// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Each package of the host can be read without those that use it; the API's have a test of their own. */
@AnalyzeClasses(locations = SeanceClasses.class)
class PackageCyclesTest {

    @ArchTest
    static final ArchRule noPackagesDependOnEachOtherInACycle =
            slices().matching("dev.seance.core.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyTypeIsInThePackageOfItsNoun = classes()
            .that()
            .resideInAPackage("dev.seance.core..")
            .should()
            .resideInAPackage("dev.seance.core.*..")
            .because("the rule on cycles looks at those");
}
