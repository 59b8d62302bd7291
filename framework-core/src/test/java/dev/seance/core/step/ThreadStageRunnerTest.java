// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.StopException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadStageRunnerTest {

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void handsResultsOverInOrderOnTheCallingThread(int threads) throws IOException {
        long seed = System.nanoTime();
        List<Integer> taken = new ArrayList<>();

        new ThreadStageRunner(threads)
                .inOrder(
                        numbers(200),
                        piece -> {
                            for (int spin = new Random(seed + piece).nextInt(20_000); spin > 0; spin--) {
                                Thread.onSpinWait();
                            }
                            return piece;
                        },
                        result -> {
                            assertThat(Thread.currentThread().getName()).isNotEqualTo("seance-stage");
                            taken.add(result);
                        });

        assertThat(taken).isEqualTo(numbers(200));
    }

    @Test
    void beginsFewPiecesAheadOfTheResultThatIsWanted() throws IOException {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        List<Integer> ahead = new ArrayList<>();

        new ThreadStageRunner(3)
                .inOrder(
                        numbers(200),
                        piece -> begun.incrementAndGet(),
                        result -> ahead.add(begun.get() - taken.getAndIncrement()));

        assertThat(ahead).allMatch(pieces -> pieces <= 6);
    }

    @Test
    void throwsTheFirstFailureAsItIsAndBeginsNothingAfterIt() {
        AtomicInteger begun = new AtomicInteger();
        for (Exception failure :
                List.of(new IOException("disk full"), new StopException("kept"), new IllegalArgumentException("bad"))) {
            begun.set(0);
            assertThatThrownBy(() -> new ThreadStageRunner(4)
                            .inOrder(
                                    numbers(10_000),
                                    piece -> {
                                        begun.incrementAndGet();
                                        if (piece >= 7) {
                                            rethrow(piece == 7 ? failure : new IllegalStateException("a later one"));
                                        }
                                        return piece;
                                    },
                                    result -> {}))
                    .isSameAs(failure);
            assertThat(begun.get()).isLessThanOrEqualTo(7 + 1 + 8);
        }
    }

    private static void rethrow(Exception failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        throw (RuntimeException) failure;
    }

    @Test
    void throwsAnErrorAsItIs() {
        Error error = new StackOverflowError();
        assertThatThrownBy(() -> new ThreadStageRunner(2)
                        .inOrder(
                                numbers(5),
                                piece -> {
                                    throw error;
                                },
                                result -> {}))
                .isSameAs(error);
    }

    @Test
    void waitsForWorkThatIsGoingOnWhenAnotherFailsAndDoesNotInterruptIt() {
        CountDownLatch slowBegan = new CountDownLatch(1);
        AtomicInteger finished = new AtomicInteger();

        assertThatThrownBy(() -> new ThreadStageRunner(2)
                        .inOrder(
                                numbers(2),
                                piece -> {
                                    if (piece == 0) {
                                        await(slowBegan);
                                        throw new IOException("failed");
                                    }
                                    slowBegan.countDown();
                                    pause();
                                    return finished.incrementAndGet();
                                },
                                result -> {}))
                .hasMessage("failed");

        assertThat(finished.get()).isEqualTo(1);
        assertThat(stageThreads()).isZero();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void stopsWhenTheSinkFailsAndLeavesNoThread() {
        assertThatThrownBy(() -> new ThreadStageRunner(4).inOrder(numbers(1000), piece -> piece, result -> {
                    throw new IOException("sink full");
                }))
                .hasMessage("sink full");

        assertThat(stageThreads()).isZero();
    }

    @Test
    void doesNothingForNoPieces() throws IOException {
        new ThreadStageRunner(4).inOrder(List.of(), piece -> piece, result -> {
            throw new IllegalStateException("no result to take");
        });

        assertThat(stageThreads()).isZero();
    }

    /** Those that are still there after a moment: a thread outlives the end of its pool by a few microseconds. */
    private static long stageThreads() {
        long left = -1;
        for (int i = 0; i < 100 && left != 0; i++) {
            left = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("seance-stage"))
                    .count();
            if (left > 0) {
                pause();
            }
        }
        return left;
    }
}
