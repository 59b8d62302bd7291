// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.chat.ChatTemplate;
import dev.seance.kit.chat.JinjaChatTemplate;
import dev.seance.kit.tokens.SpecialTokenParser;
import dev.seance.plugins.bpe.BpeVocabulary;
import dev.seance.plugins.bpe.BpeVocabularyTest;
import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.model.BpeModel;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.model.TokenIds;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLayoutTest {

    private static final SplitPattern.PreTokenizer LLAMA3 = new SplitPattern.PreTokenizer(SplitPattern.LLAMA3, 3);
    private static final List<String> VICTORIAN =
            List.of("<|endoftext|>", "<|pad|>", "<human>", "<it's a \\ ghost>", "<|1837|>");

    /** As transformers has it: nothing in a message is a template itself. */
    private static final Jinjava JINJA = new Jinjava(JinjavaConfig.newBuilder()
            .withNestedInterpretationEnabled(false)
            .withFailOnUnknownTokens(true)
            .build());

    @TempDir
    Path folder;

    private static BpeVocabulary vocabulary(List<String> specials) {
        Merges merges =
                BpeVocabularyTest.vocabulary(ByteOrder.VALUE, LLAMA3).model().merges();
        return new BpeVocabulary(BpeModel.of(LLAMA3, merges, TokenIds.afterSpecials(specials, merges.symbols())));
    }

    private JsonNode saved(BpeVocabulary vocabulary) throws IOException {
        vocabulary.save(folder);
        return new ObjectMapper()
                .readTree(folder.resolve("tokenizer_config.json").toFile());
    }

    private static RenderResult render(JsonNode config, List<Map<String, String>> messages, boolean prompt) {
        return JINJA.renderForResult(
                config.get("chat_template").asText(),
                Map.of(
                        "messages",
                        messages,
                        "add_generation_prompt",
                        prompt,
                        "bos_token",
                        config.get("bos_token").asText(),
                        "eos_token",
                        config.get("eos_token").asText()));
    }

    private static List<Turn> conversation(long seed, int turns) {
        List<Turn> conversation = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
            String text =
                    new RandomTexts(1000 * seed + i).next().replace("<|", "{{").replace("|>", "%}");
            conversation.add(new Turn(Role.values()[i % 2], text.isBlank() ? "?" : text));
        }
        return conversation;
    }

    @Test
    void rendersEveryConversationAsTheModelLearntIt() throws IOException {
        for (List<String> specials : List.of(
                Arrays.stream(SpecialToken.values()).map(SpecialToken::spelling).toList(), VICTORIAN)) {
            BpeVocabulary vocabulary = vocabulary(specials);
            JsonNode config = saved(vocabulary);
            ChatTemplate ours = new ChatTemplate(vocabulary);
            try (HuggingFaceTokenizer theirs = HuggingFaceTokenizer.newInstance(
                    folder.resolve(Vocabulary.FILE), Map.of("truncation", "false", "maxLength", "100000"))) {
                for (long seed = 1; seed <= 300; seed++) {
                    List<Turn> turns = conversation(seed, 1 + (int) (seed % 6));
                    boolean prompt = turns.size() % 2 == 1;
                    String system = seed % 3 == 0 ? " You are a lamplighter,\nand brief. " : seed % 3 == 1 ? "" : " ";
                    List<Map<String, String>> messages = new ArrayList<>();
                    if (!system.isEmpty()) {
                        messages.add(Map.of("role", "system", "content", system));
                    }
                    turns.forEach(
                            turn -> messages.add(Map.of("role", turn.role().fileName(), "content", turn.text())));
                    RenderResult rendered = render(config, messages, prompt);
                    List<Turn> whole = ChatTemplate.withSystem(system, turns);
                    int[] expected =
                            prompt ? ours.prompt(whole) : ours.render(whole).tokens();
                    assertThat(rendered.getErrors()).isEmpty();
                    assertThat(SpecialTokenParser.encode(vocabulary, rendered.getOutput()))
                            .as("seed %d", seed)
                            .isEqualTo(expected);
                    assertThat(theirs.encode(rendered.getOutput(), false, false).getIds())
                            .as("seed %d", seed)
                            .isEqualTo(Arrays.stream(expected).asLongStream().toArray());
                }
            }
        }
    }

    @Test
    void givesThePromptAModelWasTunedWithToConversationsWithoutOne() throws IOException {
        BpeVocabulary vocabulary = vocabulary(VICTORIAN);
        ObjectNode config = (ObjectNode) saved(vocabulary);
        String persona = " You are 'Mr. Chatterbox',\nof \\ London. ";
        config.put(
                "chat_template",
                JinjaChatTemplate.of(vocabulary, Optional.of(persona)).orElseThrow());
        ChatTemplate ours = new ChatTemplate(vocabulary);
        List<Turn> turns = conversation(7, 3);
        for (String system : List.of("none", "", " Be brief. ")) {
            List<Map<String, String>> messages = new ArrayList<>();
            if (!system.equals("none")) {
                messages.add(Map.of("role", "system", "content", system));
            }
            turns.forEach(turn -> messages.add(Map.of("role", turn.role().fileName(), "content", turn.text())));
            RenderResult rendered = render(config, messages, true);
            assertThat(rendered.getErrors()).isEmpty();
            assertThat(SpecialTokenParser.encode(vocabulary, rendered.getOutput()))
                    .as(system)
                    .isEqualTo(ours.prompt(ChatTemplate.withSystem(system.equals("none") ? persona : system, turns)));
        }
    }

    @Test
    void refusesRolesThatTheModelDoesNotKnow() throws IOException {
        JsonNode config = saved(vocabulary(VICTORIAN));
        Map<String, String> question = Map.of("role", "user", "content", "Who?");
        // raise_exception is the client's; an engine without it fails as well.
        for (List<Map<String, String>> messages : List.of(
                List.of(Map.of("role", "tool", "content", "{}")),
                List.of(question, Map.of("role", "system", "content", "Be brief.")))) {
            assertThat(render(config, messages, false).getErrors())
                    .anySatisfy(error -> assertThat(error.getMessage()).contains("raise_exception"));
        }
    }

    @Test
    void saysWhatTheSpecialTokensAreFor() throws IOException {
        JsonNode config = saved(vocabulary(VICTORIAN));
        assertThat(config.get("bos_token").asText()).isEqualTo("<|endoftext|>");
        assertThat(config.get("eos_token").asText()).isEqualTo("<|endoftext|>");
        assertThat(config.get("pad_token").asText()).isEqualTo("<|pad|>");
        assertThat(config.at("/extra_special_tokens/user_token").asText()).isEqualTo("<human>");
        assertThat(config.at("/added_tokens_decoder/4/content").asText()).isEqualTo("<|1837|>");
        assertThat(config.at("/added_tokens_decoder/4/special").asBoolean()).isTrue();
        assertThat(config.get("clean_up_tokenization_spaces").asBoolean()).isFalse();
        assertThat(config.get("tokenizer_class").asText()).isEqualTo("PreTrainedTokenizerFast");
    }

    @Test
    void givesSpecialTokensOfAnySpellingTheirPurposesBack() throws IOException {
        BpeVocabulary written = vocabulary(VICTORIAN);
        written.save(folder);
        BpeVocabulary read = new BpeVocabulary(TokenizerFile.read(folder));
        assertThat(read.specials()).isEqualTo(written.specials());
        for (SpecialToken role : SpecialToken.values()) {
            assertThat(read.id(role)).isEqualTo(written.id(role));
        }
        Files.delete(folder.resolve(ConfigLayout.FILE));
        BpeVocabulary bare = new BpeVocabulary(TokenizerFile.read(folder));
        assertThat(bare.id(SpecialToken.USER)).isEqualTo(2);
        assertThatThrownBy(() -> bare.id(SpecialToken.ASSISTANT))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "the vocabulary has no special token for assistant, which is usually spelt <|assistant|> (it"
                                + " has <|endoftext|>, <|pad|>, <human>, <it's a \\ ghost>, <|1837|>); name one in"
                                + " tokenizer_config.json beside it, or train a vocabulary here");
    }

    @Test
    void hasNoChatTemplateWhereNobodyCanSpeak() throws IOException {
        JsonNode config = saved(vocabulary(List.of("<|endoftext|>")));
        assertThat(config.has("chat_template")).isFalse();
        assertThat(config.get("pad_token").isNull()).isTrue();
        assertThat(config.get("extra_special_tokens")).isEmpty();
    }

    @Test
    void readsPurposesAsOthersWriteThem() throws IOException {
        vocabulary(List.of("<a>", "<b>", "<c>")).save(folder);
        Files.writeString(folder.resolve(ConfigLayout.FILE), """
                {"bos_token": null, "eos_token": {"content": "<b>", "lstrip": false}, "pad_token": "<c>",
                 "extra_special_tokens": ["<a>"], "user_token": "<elsewhere>"}
                """);
        BpeVocabulary read = new BpeVocabulary(TokenizerFile.read(folder));
        assertThat(read.id(SpecialToken.DOCUMENT)).isEqualTo(1);
        assertThat(read.id(SpecialToken.PAD)).isEqualTo(2);
        assertThat(read.model().ids().roles()).containsOnlyKeys(SpecialToken.DOCUMENT, SpecialToken.PAD);
    }
}
