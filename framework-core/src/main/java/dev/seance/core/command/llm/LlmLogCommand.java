// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import dev.seance.core.command.Range;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.report.TextTable;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunReferences;
import dev.seance.core.store.CallLog;
import dev.seance.core.store.CallLog.Call;
import dev.seance.core.store.Json;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the calls that were made for a run's artifacts, by this run or by an earlier one that was stopped. */
@Command(name = "log", description = "Show what was asked and answered for a run's steps, and what each call cost.")
final class LlmLogCommand extends SeanceCommand {

    private static final int DEFAULT_LAST = 20;

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), recipe/n, or a run's folder.")
    private String name;

    @Option(names = "--step", paramLabel = "STEP", description = "Only what this step asked.")
    private String step;

    @Range(min = 1, max = 100_000_000)
    @Option(names = "--last", paramLabel = "N", description = "The last N calls (default: 20).")
    private int last = DEFAULT_LAST;

    @Option(names = "--full", description = "The exact requests and answers.")
    private boolean full;

    @Override
    public Integer call() throws IOException {
        RunFolder run = RunFolder.find(runs(), name);
        Map<String, String> keys = keys(run);
        Path file = RunFolder.store(run.runs()).root().resolve(CallLog.FILE);
        if (!Files.exists(file)) {
            throw new UserError("run " + run.label() + " has asked no language model: there is no " + file);
        }
        try (CallLog log = CallLog.open(file)) {
            List<Call> calls = log.calls(keys.values());
            List<Call> shown = calls.subList(Math.max(0, calls.size() - last), calls.size());
            if (json()) {
                printJson(json(run, log.totals(keys.values()), shown));
            } else if (full) {
                shown.forEach(LlmLogCommand::print);
            } else {
                table(shown).lines().forEach(System.out::println);
            }
            if (!json()) {
                System.out.println(inWords(log.totals(keys.values()), shown.size()));
            }
        }
        return 0;
    }

    /** The fingerprints of what the steps make, by step. */
    private Map<String, String> keys(RunFolder run) {
        Map<String, String> keys = new LinkedHashMap<>();
        RunReferences.byStep(run).forEach((name, reference) -> keys.put(name, reference.fingerprint()));
        if (step != null) {
            if (!keys.containsKey(step)) {
                throw new UserError("--step: run " + run.label() + " has made no step '" + step + "'"
                        + NearestName.hint(step, keys.keySet()));
            }
            keys.keySet().retainAll(Set.of(step));
        }
        return keys;
    }

    private static TextTable table(List<Call> calls) {
        TextTable table = new TextTable(
                List.of("CALL", "SENT", "STEP", "MODEL", "IN", "OUT", "USD", "WHAT CAME"), Set.of(0, 4, 5, 6));
        for (Call call : calls) {
            table.row(List.of(
                    Long.toString(call.id()),
                    call.sent().substring(0, 19),
                    call.step(),
                    call.model(),
                    Long.toString(call.inputTokens()),
                    Long.toString(call.outputTokens()),
                    String.format(Locale.ROOT, "%.5f", call.usd()),
                    outcome(call)));
        }
        return table;
    }

    private static String outcome(Call call) {
        if (call.reply() != null) {
            return call.finishReason().toLowerCase(Locale.ROOT);
        }
        if (call.error() != null) {
            return call.error();
        }
        return call.batch() != null ? "no answer yet, in batch " + call.batch() : "no answer yet, or cut by a kill";
    }

    private static void print(Call call) {
        System.out.println("--- call " + call.id() + ", " + call.sent() + ", " + call.step() + ", " + call.provider()
                + " " + call.model() + String.format(Locale.ROOT, ", $%.5f", call.usd()));
        JsonNode request = request(call);
        if (!request.path("system").asText().isEmpty()) {
            System.out.println("system: " + request.path("system").asText());
        }
        for (JsonNode message : request.path("messages")) {
            System.out.println(message.path("role").asText() + ": "
                    + message.path("content").asText());
        }
        System.out.println(call.reply() == null ? "(" + outcome(call) + ")" : "answer: " + call.reply());
        System.out.println();
    }

    private static JsonNode request(Call call) {
        try {
            return Json.mapper().readTree(call.request());
        } catch (JsonProcessingException e) {
            throw new UserError("call " + call.id() + " is damaged: its request is no JSON", e);
        }
    }

    private static String inWords(CallLog.Totals totals, int shown) {
        return String.format(
                Locale.ROOT,
                "%,d calls, %,d answered, %,d tokens in, %,d out, $%.4f%s",
                totals.calls(),
                totals.answers(),
                totals.inputTokens(),
                totals.outputTokens(),
                totals.usd(),
                shown < totals.calls() ? "; the last " + shown + " are shown (--last N, --full)" : "");
    }

    private static ObjectNode json(RunFolder run, CallLog.Totals totals, List<Call> calls) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("run", run.label());
        node.set("totals", Json.mapper().valueToTree(totals));
        ArrayNode array = node.putArray("calls");
        for (Call call : calls) {
            ObjectNode one = array.addObject();
            one.put("id", call.id()).put("step", call.step()).put("provider", call.provider());
            one.put("model", call.model()).put("sent", call.sent());
            one.set("request", request(call));
            one.put("ended", call.ended()).put("reply", call.reply()).put("finishReason", call.finishReason());
            one.put("inputTokens", call.inputTokens()).put("outputTokens", call.outputTokens());
            one.put("usd", call.usd()).put("error", call.error());
            one.put("batch", call.batch());
        }
        return node;
    }
}
