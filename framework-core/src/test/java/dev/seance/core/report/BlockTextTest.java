// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.evaluation.ReportBlock;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTextTest {

    @Test
    void printsBlocksWithAnEmptyLineBetween() {
        assertThat(BlockText.of(List.of(
                        new ReportBlock.Paragraph("Two figures."),
                        new ReportBlock.Table(List.of("decade", "bytes"), List.of(List.of("1850s", "3.73"))),
                        new ReportBlock.Conversation(
                                List.of(new Turn(Role.USER, "Well?"), new Turn(Role.ASSISTANT, "Quite."))))))
                .containsExactly(
                        "Two figures.",
                        "",
                        "DECADE  BYTES",
                        "1850s   3.73",
                        "",
                        "  user: Well?",
                        "  assistant: Quite.");
    }

    @Test
    void breaksLinesOfWhatIsLongerThanATerminal() {
        List<String> lines = BlockText.of(
                List.of(new ReportBlock.Paragraph("word ".repeat(60).strip())));
        assertThat(lines).hasSizeGreaterThan(2).allMatch(line -> line.length() <= 120);
        assertThat(String.join(" ", lines)).isEqualTo("word ".repeat(60).strip());
    }

    @Test
    void printsAWideTableRowByRow() {
        String advice = "Mend it. ".repeat(20).strip();
        List<String> lines = BlockText.of(List.of(new ReportBlock.Table(
                List.of("check", "verdict", "found", "examples", "advice"),
                List.of(List.of("alphabet", "ok", "all", "", advice)))));
        assertThat(lines).startsWith("alphabet: ok", "    found: all").allMatch(line -> line.length() <= 120);
        assertThat(lines).noneMatch(line -> line.contains("examples"));
        assertThat(lines.get(2)).startsWith("    advice: Mend it.");
    }
}
