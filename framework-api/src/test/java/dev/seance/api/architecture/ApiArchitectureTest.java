// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import dev.seance.api.plugin.ExtensionSpec;
import java.util.Set;

/** Contracts stand by themselves: without the kit, without libraries, and each package without those that use it. */
@AnalyzeClasses(locations = ApiArchitectureTest.Classes.class)
class ApiArchitectureTest {

    /** The classes of this module without its tests. */
    static final class Classes implements LocationProvider {

        @Override
        public Set<Location> get(Class<?> test) {
            return Set.of(Location.of(
                    ExtensionSpec.class.getProtectionDomain().getCodeSource().getLocation()));
        }
    }

    @ArchTest
    static final ArchRule noPackagesOfTheApiDependOnEachOtherInACycle =
            slices().matching("dev.seance.api.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noPackagesOfTheKitDependOnEachOtherInACycle =
            slices().matching("dev.seance.kit.(**)").should().beFreeOfCycles();

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
    static final ArchRule everyTypeIsInThePackageOfItsNoun = classes()
            .that()
            .doNotHaveSimpleName("package-info")
            .should()
            .resideInAnyPackage("dev.seance.api.*..", "dev.seance.kit.*..")
            .because("the rules on cycles look at those");
}
