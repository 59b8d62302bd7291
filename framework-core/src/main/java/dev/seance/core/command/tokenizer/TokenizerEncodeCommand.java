// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import dev.seance.api.corpus.Subset;
import dev.seance.api.run.StopException;
import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.command.CommandContext;
import dev.seance.core.command.CommandProblems;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Failures;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.ThreadsOption;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.run.StopSignal;
import dev.seance.core.text.LineEnds;
import dev.seance.core.text.Replacements;
import dev.seance.core.text.TextFiles;
import dev.seance.core.text.Utf8Reader;
import dev.seance.kit.tokens.SpecialTokenParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns text into tokens. */
@Command(
        name = "encode",
        description =
                "Turn text into token ids: a line for each file, or for all of standard input. The text is taken as"
                        + " it is, its last line end too.")
final class TokenizerEncodeCommand extends SeanceCommand {

    @Mixin
    private VocabularyChoice choice = new VocabularyChoice();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files in UTF-8, or folders of .txt, .md and .zip files (default: standard input).")
    private List<Path> files = List.of();

    @Option(
            names = "--specials",
            description = "A special token that the text spells out becomes that token. Only for text you trust.")
    private boolean specials;

    @Option(names = "--count", description = "Print how many tokens there are in place of the tokens.")
    private boolean count;

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description = "Write the files as token shards to a new folder, for trainers; on all cores.")
    private Path to;

    @Mixin
    private TextOptions texts = new TextOptions();

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    @Override
    public Integer call() throws IOException {
        CommandProblems mistakes = new CommandProblems();
        TextFiles corpus = TextFiles.find(files, texts.invalidUtf8(), LineEnds.KEEP, mistakes.lines());
        if (to != null) {
            checkShards(mistakes);
        }
        mistakes.throwIfAny();
        try (CommandRuntime runtime = openRuntime(threads.count(), ExtensionKind.TOKENIZER)) {
            Vocabulary vocabulary = choice.open(runtime, runs());
            if (to != null) {
                return write(vocabulary, corpus);
            }
            TokenOutput out = output();
            if (files.isEmpty()) {
                encodeInput(vocabulary, out);
            } else {
                encodeFiles(vocabulary, corpus, out);
            }
            out.finish();
        }
        return 0;
    }

    private void checkShards(CommandProblems mistakes) {
        if (files.isEmpty()) {
            mistakes.add("--to " + to + " needs FILE: the files to encode");
        }
        if (specials) {
            mistakes.add("--to " + to + ": --specials does not go with it; shards mark their documents themselves");
        }
        new ShardFolder(to).check(mistakes);
    }

    private int write(Vocabulary vocabulary, TextFiles corpus) throws IOException {
        try (StopSignal stop = new StopSignal();
                CommandContext context = new CommandContext("encode", display(), stop)) {
            ShardFolder.Written written = new ShardFolder(to).write(corpus, vocabulary, threads.count(), context);
            TextOptions.tell(corpus);
            if (json()) {
                printJson(written.json());
            } else {
                System.out.println(written.inWords());
            }
            return 0;
        } catch (StopException e) {
            return Failures.stopped(new StopException("nothing was written to " + to));
        }
    }

    private TokenOutput output() throws IOException {
        if (count) {
            return new TokenCounts(json());
        }
        return json() ? new TokenJson() : new TokenLines();
    }

    private void encodeInput(Vocabulary vocabulary, TokenOutput out) throws IOException {
        try (Utf8Reader reader = Utf8Reader.of(System.in, "standard input", texts.invalidUtf8())) {
            TokenBuffer tokens = TokenBuffer.forVocabulary(vocabulary.size());
            byte[] text = reader.readAll(1 << 16);
            encode(vocabulary, vocabulary.encoder(), text, tokens);
            out.document("standard input", text.length, tokens);
            List<Replacements> replaced = reader.replacements().stream().toList();
            TextOptions.tell(replaced);
        }
    }

    private void encodeFiles(Vocabulary vocabulary, TextFiles corpus, TokenOutput out) throws IOException {
        TokenBuffer tokens = TokenBuffer.forVocabulary(vocabulary.size());
        Encoder encoder = vocabulary.encoder();
        for (int shard = 0; shard < corpus.shards(Subset.TRAIN); shard++) {
            byte[] text = corpus.text(shard);
            tokens.clear();
            encode(vocabulary, encoder, text, tokens);
            out.document(corpus.files().get(shard).toString(), text.length, tokens);
        }
        TextOptions.tell(corpus);
    }

    private void encode(Vocabulary vocabulary, Encoder encoder, byte[] text, TokenBuffer tokens) {
        if (specials) {
            for (int id : SpecialTokenParser.encode(vocabulary, new String(text, StandardCharsets.UTF_8))) {
                tokens.add(id);
            }
        } else {
            encoder.encode(text, 0, text.length, tokens);
        }
    }
}
