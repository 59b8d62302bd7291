// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.kit.chat.MaskedTokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialogueTest {

    private static final Origin ORIGIN = new Origin("fiction", "book", "characters 0-9", "");
    private static final Turn USER = new Turn(Role.USER, "Who goes there?");
    private static final Turn ASSISTANT = new Turn(Role.ASSISTANT, "A friend.");

    @Test
    void alternatesBeginningWithThePerson() {
        assertThat(new Dialogue("a", List.of(USER, ASSISTANT, USER), ORIGIN).turns())
                .hasSize(3);
        assertThatThrownBy(() -> new Dialogue("a", List.of(ASSISTANT, USER), ORIGIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("turn 1 of dialogue a is out of turn");
        assertThatThrownBy(() -> new Dialogue("a", List.of(USER, ASSISTANT, ASSISTANT), ORIGIN))
                .hasMessage("turn 3 of dialogue a is out of turn");
    }

    @Test
    void needsTwoTurnsAndAnId() {
        assertThatThrownBy(() -> new Dialogue("a", List.of(USER), ORIGIN))
                .hasMessage("dialogue a has 1 turns, needs two");
        assertThatThrownBy(() -> new Dialogue(" ", List.of(USER, ASSISTANT), ORIGIN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Dialogue("a", List.of(USER, ASSISTANT), null))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void doesNotChangeWithTheListItWasMadeOf() {
        List<Turn> turns = new ArrayList<>(List.of(USER, ASSISTANT));
        Dialogue dialogue = new Dialogue("a", turns, ORIGIN);
        turns.clear();
        assertThat(dialogue.turns()).containsExactly(USER, ASSISTANT);
    }

    @Test
    void hasNoTurnThatSaysNothingAndNoOriginWithoutAKind() {
        assertThatThrownBy(() -> new Turn(Role.USER, " \n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Origin("", "", "", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MaskedTokens(new int[2], new boolean[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 tokens, 1 marks");
    }

    @Test
    void namesRolesAsDialogueFilesDo() {
        assertThat(Role.USER.fileName()).isEqualTo("user");
        assertThat(Role.ASSISTANT.fileName()).isEqualTo("assistant");
    }
}
