// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFoldersTest {

    private static Path cache(Map<String, String> variables) {
        return new UserFolders(variables::get, "/home/java").cache();
    }

    @Test
    void ownVariableComesFirstThenTheDesktopsThenHome() {
        Map<String, String> all = Map.of("SEANCE_CACHE", "/own", "XDG_CACHE_HOME", "/desktop", "HOME", "/home/ada");
        assertThat(cache(all)).isEqualTo(Path.of("/own"));
        assertThat(cache(Map.of("XDG_CACHE_HOME", "/desktop", "HOME", "/home/ada")))
                .isEqualTo(Path.of("/desktop/seance"));
        assertThat(cache(Map.of("HOME", "/home/ada"))).isEqualTo(Path.of("/home/ada/.cache/seance"));
        assertThat(cache(Map.of())).isEqualTo(Path.of("/home/java/.cache/seance"));
        assertThat(new UserFolders(Map.of("HOME", "/home/ada")::get, "").data())
                .isEqualTo(Path.of("/home/ada/.local/share/seance"));
    }

    @Test
    void variablesSetToNothingAreNotSet() {
        assertThat(cache(Map.of("SEANCE_CACHE", "", "XDG_CACHE_HOME", " ", "HOME", "")))
                .isEqualTo(Path.of("/home/java/.cache/seance"));
    }

    @Test
    void relativeFoldersAreOfThisFolderOrIgnored() {
        assertThat(cache(Map.of("SEANCE_CACHE", "mine")))
                .isEqualTo(Path.of("mine").toAbsolutePath());
        assertThat(cache(Map.of("XDG_CACHE_HOME", "theirs", "HOME", "/home/ada")))
                .isEqualTo(Path.of("/home/ada/.cache/seance"));
    }
}
