// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.BatchAnswer;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmBatchClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.testing.LlmService;
import dev.seance.api.testing.LlmService.Fault;
import dev.seance.api.testing.LlmServiceBatches.Result;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnthropicBatchesTest {

    private static final String KEY = "sk-secret-1837";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final LlmService service = LlmService.answering(said -> "Good evening to you, sir: " + said);
    private final LlmBatchClient client = client(30);

    private LlmBatchClient client(int timeout) {
        return new AnthropicProvider(
                        new AnthropicOptions("A_KEY", service.address() + "/v1", timeout),
                        Clock.systemUTC(),
                        name -> name.equals("A_KEY") ? KEY : null)
                .openBatches("a-model");
    }

    @AfterEach
    void stop() {
        client.close();
        client.close();
        service.close();
    }

    /** The host makes batches by what requests are said to take; together they must not take more than that. */
    @Test
    void saysHowManyBytesARequestTakesAtMost() {
        Map<String, LlmRequest> requests = requests(50);
        requests.put(
                "f".repeat(64),
                new LlmRequest("Brief\u00e9.", List.of(new Turn(Role.USER, "\u2014 \"so\"\n")), 0.5, 9));
        client.submit(requests);
        long sent = service.bodies().get(0).getBytes(StandardCharsets.UTF_8).length;
        long said = requests.values().stream().mapToLong(client::bytes).sum();
        assertThat(said).isBetween(sent - 20, sent + 100L * requests.size());
        assertThat(client.maxBytes()).isLessThan(256_000_000L).isGreaterThan(200_000_000L);
    }

    private static Map<String, LlmRequest> requests(int count) {
        Map<String, LlmRequest> requests = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            requests.put(
                    String.format("%064x", i), new LlmRequest("", List.of(new Turn(Role.USER, "No. " + i)), 1, 100));
        }
        return requests;
    }

    private Map<String, BatchAnswer> answers(int count) {
        return client.answers(client.submit(requests(count))).orElseThrow();
    }

    @Test
    void givesEachRequestItsAnswerAndChargesWhatTheServiceBills() {
        Map<String, BatchAnswer> answers = answers(200);
        assertThat(answers).hasSize(200);
        long tokens = 0;
        for (int i = 0; i < 200; i++) {
            LlmReply reply = answers.get(String.format("%064x", i)).reply().orElseThrow();
            assertThat(reply.text()).isEqualTo("Good evening to you, sir: No. " + i);
            assertThat(reply.finishReason()).isEqualTo(FinishReason.STOP);
            tokens += reply.inputTokens() + reply.outputTokens();
        }
        assertThat(tokens).isEqualTo(service.billedTokens());
        assertThat(service.requests()).as("single requests").isZero();
    }

    @Test
    void sendsAllThatWasSaid() {
        LlmRequest request = new LlmRequest(
                "Be brief.",
                List.of(
                        new Turn(Role.USER, "Who \"are\" you? {[\\"),
                        new Turn(Role.ASSISTANT, "A friend,\nsir."),
                        new Turn(Role.USER, "Naïve \u2014 indeed?")),
                0.25,
                77);
        String batch = client.submit(Map.of("a", request));
        assertThat(client.answers(batch)
                        .orElseThrow()
                        .get("a")
                        .reply()
                        .orElseThrow()
                        .text())
                .isEqualTo("Good evening to you, sir: Naïve \u2014 indeed?");
        assertThat(service.bodies().get(0))
                .contains("Be brief.", "Who \\\"are\\\" you? {[\\\\", "A friend,\\nsir.", "\"a-model\"", "0.25", "77")
                .contains("\"custom_id\":\"a\"", "\"params\":", "\"assistant\"", "\"max_tokens\"");
        assertThat(service.keys()).containsOnly(KEY);
    }

    @Test
    void cutsAnswersAtTheirLimit() {
        LlmRequest request = new LlmRequest("", List.of(new Turn(Role.USER, "Good evening.")), 1, 2);
        String batch = client.submit(Map.of("a", request));
        LlmReply reply = client.answers(batch).orElseThrow().get("a").reply().orElseThrow();
        assertThat(reply.text()).isEqualTo("Good evening");
        assertThat(reply.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void hasNothingWhileTheServiceWorks() {
        service.batches().taking(LONG);
        String batch = client.submit(requests(3));
        assertThat(client.answers(batch)).isEmpty();
        assertThat(service.batches().calls()).isEqualTo(2);
    }

    @Test
    void saysWhatCameOfEachRequest() {
        Result[] results = Result.values();
        service.batches().ending(request -> results[request - 1]);
        Map<String, BatchAnswer> answers = answers(results.length);
        assertThat(answer(answers, Result.SUCCEEDED).reply()).isPresent();
        assertThat(answer(answers, Result.REFUSAL).reply().orElseThrow().finishReason())
                .isEqualTo(FinishReason.REFUSAL);
        assertFailed(answer(answers, Result.OVERLOADED), true, "anthropic: overloaded_error, Overloaded");
        assertFailed(answer(answers, Result.INVALID), false, "anthropic: invalid_request_error, no such model");
        assertFailed(
                answer(answers, Result.EXPIRED),
                true,
                "anthropic: the batch expired before the service came to this request");
        assertFailed(
                answer(answers, Result.CANCELED),
                false,
                "anthropic: the batch was canceled; run the same command again to send the rest of it again");
        assertThat(answers).doesNotContainKey(id(Result.MISSING)).hasSize(results.length - 1);
    }

    private static BatchAnswer answer(Map<String, BatchAnswer> answers, Result result) {
        return answers.get(id(result));
    }

    private static String id(Result result) {
        return String.format("%064x", result.ordinal());
    }

    private static void assertFailed(BatchAnswer answer, boolean retriable, String message) {
        Optional<LlmException> failure = answer.failure();
        assertThat(failure).isPresent();
        assertThat(failure.get()).hasMessage(message);
        assertThat(failure.get().retriable()).isEqualTo(retriable);
        assertThat(failure.get().mayBeCharged()).isFalse();
    }

    @Test
    void findsABatchByItsSizeAndTime() {
        service.batches().taking(LONG);
        String three = client.submit(requests(3));
        client.submit(requests(2));
        service.batches().taking(Duration.ZERO);
        String ended = client.submit(requests(3));
        assertThat(client.find(3, Instant.now().minusSeconds(60))).containsExactly(three, ended);
        assertThat(client.find(4, Instant.now().minusSeconds(60))).isEmpty();
        assertThat(client.find(3, Instant.now().plusSeconds(60))).isEmpty();
    }

    @Test
    void holdsABatchForLostThatTheServiceMayHave() {
        for (Fault fault : List.of(Fault.CUT, Fault.MALFORMED)) {
            service.batches().meeting(call -> fault);
            LlmException failure = failure(() -> client.submit(requests(3)));
            assertThat(failure.mayBeCharged()).as("%s", fault).isTrue();
        }
        service.batches().meeting(call -> Fault.NONE);
        assertThat(client.find(3, Instant.now().minusSeconds(60))).hasSize(2);
        service.batches().meeting(call -> Fault.HANGS);
        LlmException late = failure(() -> client(1).submit(requests(3)));
        assertThat(late.mayBeCharged()).isTrue();
        assertThat(late).hasMessage("anthropic: did not answer in time");
    }

    @Test
    void saysWhetherToTryAgain() {
        service.batches().meeting(call -> Fault.TOO_MANY_REQUESTS);
        LlmException busy = failure(() -> client.submit(requests(3)));
        assertThat(busy.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(busy.mayBeCharged()).isFalse();
        assertThat(failure(() -> client.answers("msgbatch_1")).retriable()).isTrue();

        service.batches().meeting(call -> Fault.NONE);
        LlmException unknown = failure(() -> client.answers("msgbatch_1"));
        assertThat(unknown).hasMessage("anthropic: 404, no such batch");
        assertThat(unknown.retriable()).isFalse();
        assertThat(service.batches().count()).isZero();
    }

    @Test
    void neverRepeatsTheKey() {
        service.batches().meeting(call -> Fault.KEY_REFUSED);
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(() -> client.submit(requests(3)), () -> client.answers("msgbatch_1"))) {
            LlmException failure = failure(call);
            assertThat(failure.retriable()).isFalse();
            assertThat(failure.toString()).contains("401, invalid key").doesNotContain(KEY);
        }
    }

    @Test
    void doesNotTakeHalfOfTheResultsForAll() {
        String batch = client.submit(requests(3));
        // The call after next is for the results.
        int calls = service.batches().calls();
        service.batches().meeting(call -> call == calls + 2 ? Fault.MALFORMED : Fault.NONE);
        assertThat(failure(() -> client.answers(batch)).retriable()).isTrue();
        service.batches().meeting(call -> call == calls + 4 ? Fault.SHORTENED : Fault.NONE);
        assertThat(failure(() -> client.answers(batch))).hasMessageEndingWith("it has 1 of 3 results");
        assertThat(client.answers(batch).orElseThrow()).hasSize(3);
    }

    private static LlmException failure(ThrowingCallable call) {
        LlmException failure = catchThrowableOfType(LlmException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }
}
