// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionValuesTest {

    enum Tier {
        STRICT,
        LENIENT
    }

    record Group(double least, Optional<Path> file) {}

    record Everything(
            String name,
            int count,
            long bytes,
            boolean on,
            Tier tier,
            Path folder,
            Optional<Tier> other,
            Optional<Group> nothing,
            List<Group> groups,
            Map<String, List<Integer>> tables) {}

    @Test
    void makesTheSameRecordAgainAlsoAfterATravel() throws IOException, ClassNotFoundException {
        Everything options = new Everything(
                "Brontë",
                3,
                1L << 40,
                true,
                Tier.LENIENT,
                Path.of("books").toAbsolutePath(),
                Optional.of(Tier.STRICT),
                Optional.empty(),
                List.of(new Group(0.65, Optional.empty()), new Group(1, Optional.of(Path.of("/x y")))),
                Map.of("a", List.of(1, 2), "b", List.of()));
        OptionValues values = OptionValues.of(options);
        assertThat(values.as(Everything.class)).isEqualTo(options);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(values);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((OptionValues) in.readObject()).as(Everything.class)).isEqualTo(options);
        }
    }

    @Test
    void pathsBecomeAbsolute() {
        OptionValues values = OptionValues.of(new Group(0, Optional.of(Path.of("here"))));
        assertThat(values.as(Group.class).file()).contains(Path.of("here").toAbsolutePath());
    }
}
