// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Part;
import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.api.run.Environment;
import dev.seance.api.run.Stopped;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.MadeUpBooks;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.ShardedCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.TokenizerContract;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTokenizerTest extends TokenizerContract {

    private static final List<Document> BOOKS = MadeUpBooks.write(12, 300, 7);

    @TempDir
    Path folder;

    @Override
    protected Class<BpeTokenizer> extension() {
        return BpeTokenizer.class;
    }

    @Override
    protected Tokenizer tokenizer(int size) {
        return tokenizer(BpeOptions.DEFAULT.withSize(size), 2);
    }

    private static Tokenizer tokenizer(BpeOptions options, int threads) {
        return new BpeTokenizer(options, new Environment(Path.of("cache"), true, threads, Clock.systemUTC()));
    }

    private TestContext context() {
        return new TestContext(folder, 1);
    }

    @Test
    void trainsTheSameFileOnAnyNumberOfThreads() throws IOException {
        for (int threads : new int[] {1, 2, 5}) {
            Path to = folder.resolve("threads-" + threads);
            tokenizer(BpeOptions.DEFAULT.withSize(500), threads)
                    .train(ShardedCorpus.dealing(BOOKS, 6, 3), context())
                    .save(to);
            assertThat(to.resolve(Vocabulary.FILE))
                    .hasSameBinaryContentAs(folder.resolve("threads-1").resolve(Vocabulary.FILE));
        }
    }

    @Test
    void saysHowManyTokensTheTextGives() {
        Corpus corpus = MemoryCorpus.ofTexts("abcd abcd");
        assertThatThrownBy(() -> tokenizer(32768).train(corpus, context()))
                .isInstanceOf(UserError.class)
                .hasMessage("asked for a vocabulary of 32,768 tokens, but the text of corpus 'books' gives at most 264;"
                        + " set size to 264 or less, or use more text");
    }

    @Test
    void isPlainBytesAtTheLeastSize() throws IOException {
        Vocabulary vocabulary = tokenizer(260).train(MemoryCorpus.ofTexts("abcd"), context());
        assertThat(vocabulary.encode("ab")).containsExactly(4 + 'a', 4 + 'b');
    }

    @Test
    void namesTheCorpusThatIsEmpty() {
        assertThatThrownBy(() -> tokenizer(500).train(MemoryCorpus.ofTexts("", ""), context()))
                .isInstanceOf(UserError.class)
                .hasMessage("corpus 'books' has no text to train a vocabulary from; see what its filters dropped");
    }

    @Test
    void measuresHowWellItCompresses() throws IOException {
        TestContext context = context();
        Vocabulary vocabulary = tokenizer(500).train(new MemoryCorpus("books", BOOKS, List.of()), context);
        long bytes = BOOKS.stream()
                .mapToLong(book -> book.text().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        long tokens = BOOKS.stream()
                .mapToLong(book -> vocabulary.encode(book.text()).length)
                .sum();
        assertThat(context.summary()).containsEntry("vocabularySize", 500.0);
        assertThat(context.summary().get("bytesPerToken")).isCloseTo((double) bytes / tokens, within(1e-9));
    }

    @Test
    void stopsWhenAsked() {
        for (int calls : new int[] {1, 15, 100}) {
            AtomicInteger asked = new AtomicInteger();
            TestContext context = context().stoppingWhen(() -> asked.incrementAndGet() >= calls);
            assertThatThrownBy(() -> tokenizer(500).train(ShardedCorpus.dealing(BOOKS, 3, 1), context))
                    .isInstanceOf(Stopped.class);
        }
    }

    @Test
    void passesOnWhatTheCorpusFailsWith() {
        IOException broken = new IOException("disk on fire");
        assertThatThrownBy(() -> tokenizer(500).train(failing(broken), context()))
                .isSameAs(broken);
    }

    /** Its third shard fails while being read; the others have text. */
    private static Corpus failing(IOException failure) {
        return new Corpus() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public CorpusSize size(Part part) {
                return new CorpusSize(8, 8, 8);
            }

            @Override
            public int shards(Part part) {
                return 4;
            }

            @Override
            public Stream<Document> read(Part part, int shard) {
                return BOOKS.stream().peek(book -> {
                    if (shard == 2) {
                        throw new UncheckedIOException(failure);
                    }
                });
            }
        };
    }

    @Test
    void defaultsAreThoseOfTheOptionsTable() {
        OptionsDescriptor options = OptionsDescriptor.of(BpeOptions.class);
        assertThat(options.options().stream()
                        .map(OptionDescriptor::defaultValue)
                        .map(value -> value.orElseThrow()))
                .containsExactly(
                        String.valueOf(BpeOptions.DEFAULT.size()),
                        BpeOptions.DEFAULT.split().name().toLowerCase(),
                        String.valueOf(BpeOptions.DEFAULT.digits()),
                        BpeOptions.DEFAULT.byteOrder().name().toLowerCase());
    }

    @Test
    void refusesOptionsThatCannotBe() {
        assertThatThrownBy(() -> BpeOptions.DEFAULT.withSize(259))
                .isInstanceOf(UserError.class)
                .hasMessage("size 259 has no room for the 4 special tokens and the 256 bytes that every vocabulary has;"
                        + " set size to 260 or more");
        assertThatThrownBy(() -> new BpeOptions(500, SplitPattern.LLAMA3, 2, ByteOrder.VALUE))
                .isInstanceOf(UserError.class)
                .hasMessage("split llama3 has numbers in threes, but digits is 2;"
                        + " leave digits out, or set split to gpt4");
        assertThatThrownBy(() -> new BpeOptions(500, SplitPattern.GPT4, 0, ByteOrder.VALUE))
                .isInstanceOf(UserError.class)
                .hasMessage("digits 0 is not in 1..9");
    }
}
