// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageOptionsTest {

    private static final String SHA256 = "0".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"", "--registry=x", "../up", "a b", "Upper", "@scope/", "a/b/c", "git+ssh:x"})
    void refusesWhatIsNoPackageName(String name) {
        assertThatThrownBy(() -> options(name, "1.0.0", SHA256, ".*", "{file}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("package name '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "^1.0.0", "1.0", "1.0.0 --x"})
    void refusesWhatIsNoExactVersion(String version) {
        assertThatThrownBy(() -> options("a", version, SHA256, ".*", "{file}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an exact version");
    }

    @Test
    void refusesADigestOfTheWrongLength() {
        assertThatThrownBy(() -> options("a", "1.0.0", "abc", ".*", "{file}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sha256 'abc' is not 64 hexadecimal digits in lower case");
    }

    @Test
    void saysWhereAnExpressionIsWrong() {
        assertThatThrownBy(() -> options("a", "1.0.0", SHA256, "data/(x", "{file}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("files 'data/(x' is not a regular expression: Unclosed group at character");
    }

    @Test
    void listsTheNamesThatTemplatesMayUse() {
        assertThatThrownBy(() -> options("a", "1.0.0", SHA256, "(?<year>\\d+).*", "{yaer}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'{yaer}' uses {yaer}, which is not among [file, package, year]");
    }

    @Test
    void wantsAtLeastOnePackage() {
        assertThatThrownBy(() -> new PackagesOptions(List.of(), 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("list at least one package");
    }

    private static PackageOptions options(String name, String version, String sha256, String files, String id) {
        return new PackageOptions(name, version, sha256, Optional.empty(), files, id, "", "", "", "", "en", "");
    }
}
