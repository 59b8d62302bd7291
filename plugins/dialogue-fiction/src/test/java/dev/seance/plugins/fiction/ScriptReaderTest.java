// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptReaderTest {

    private static final String PLAY = """
            ACT I

            Scene: a quay. Enter HESTER and the CAPTAIN.

            HESTER. [Putting down her lamp.] Is the boat ready?

            THE CAPTAIN. It has been ready (he yawns) since noon,
            and so have I.

            HESTER. Then let us go.

            [A bell.]

            THE CAPTAIN. That was the last bell.

            ACT II

            HESTER. We are too late.

            THE CAPTAIN. We are never too late.
            """;

    private static final String CATECHISM = """
            Of Nouns.

            Q. 1. What is a noun?
            A. A noun is a name.
            Q. 2. Of what is it the name?
            A. It is the name of a thing,
            or of a person.
            Q. 3. How many nouns are there?
            A. There are as many as there are things.
            """;

    @Test
    void readsPlays() {
        assertThat(Scene.texts(Scene.readAlone(PLAY)))
                .containsExactly(
                        List.of("Is the boat ready?", "It has been ready since noon, and so have I."),
                        List.of("It has been ready since noon, and so have I.", "Then let us go."),
                        List.of("Then let us go.", "That was the last bell."),
                        List.of("We are too late.", "We are never too late."));
        assertThat(Scene.readAlone(PLAY).get(0).origin().detail()).endsWith("speakers: HESTER; THE CAPTAIN");
    }

    @Test
    void readsLabelsInItalicsOrWithAColon() {
        assertThat(Scene.texts(Scene.readAlone(PLAY.replaceAll("(?m)^(HESTER|THE CAPTAIN)\\.", "_$1._"))))
                .isEqualTo(Scene.texts(Scene.readAlone(PLAY)));
        assertThat(Scene.texts(Scene.readAlone(PLAY.replaceAll("(?m)^HESTER\\.", "Hester:")
                        .replaceAll("(?m)^THE CAPTAIN\\.", "The Captain:"))))
                .isEqualTo(Scene.texts(Scene.readAlone(PLAY)));
    }

    @Test
    void readsCatechisms() {
        assertThat(Scene.texts(Scene.readAlone(CATECHISM)))
                .contains(
                        List.of("What is a noun?", "A noun is a name."),
                        List.of("Of what is it the name?", "It is the name of a thing, or of a person."));
    }

    @Test
    void takesNoNovelForAScript() {
        String novel = """
                Mr. Hart came in at
                Mr. Ford's, and sat down. The others looked at him, and
                Mr. Ford sighed.

                Then the clock struck. It was late, and
                Mr. Hart rose again.

                Nobody spoke.

                They waited for the carriage.

                """;
        assertThat(ScriptReader.read(novel.repeat(5))).isEmpty();
    }
}
