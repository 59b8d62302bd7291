// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmException;
import dev.seance.core.failure.ExhaustionReport;
import dev.seance.core.failure.ResourceExhausted;
import dev.seance.core.plugins.PluginFailure;
import dev.seance.core.recipe.InvalidRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * How a command says that it failed. What the user can fix is said in plain words, without a trace, with exit code 2.
 * Anything else is a bug: its trace goes to a file that can be sent in, with exit code 1.
 */
public final class Failures implements IExecutionExceptionHandler {

    public static final int BUG = 1;
    public static final int GATE = 1;
    public static final int USER = 2;
    public static final int STOPPED = 130;

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        return handle(failure);
    }

    /** Says what went wrong, whatever it was, and gives the exit code for it. */
    public static int handle(Throwable failure) {
        Optional<Throwable> exhausted = failure instanceof UserError ? Optional.empty() : ResourceExhausted.in(failure);
        if (exhausted.isPresent()) {
            ExhaustionReport.print(exhausted.get());
            return USER;
        }
        if (failure instanceof StopException stopped) {
            return stopped(stopped);
        }
        if (failure instanceof InvalidRecipe invalid) {
            int count = invalid.problems().size();
            System.err.println(invalid.getMessage());
            System.err.println(count == 1 ? "1 mistake; nothing was run" : count + " mistakes; nothing was run");
            return USER;
        }
        if (failure instanceof UserError) {
            System.err.println("seance: " + failure.getMessage());
            return USER;
        }
        if (failure instanceof LlmException llm) {
            System.err.println("seance: the language model gave no usable answer: " + llm.getMessage()
                    + (llm.retriable() ? "; run the same command again to resume" : ""));
            return USER;
        }
        if (failure instanceof InvalidPathException path) {
            System.err.println(
                    "seance: '" + path.getInput() + "' cannot be the name of a file here: " + path.getReason());
            return USER;
        }
        if (failure instanceof UncheckedIOException wrapped) {
            return handle(wrapped.getCause());
        }
        if (failure instanceof FileSystemException file) {
            System.err.println("seance: " + inWords(file));
            return USER;
        }
        if (failure instanceof IOException && noSpace(failure.getMessage())) {
            System.err.println("seance: " + diskFull(""));
            return USER;
        }
        return bug(failure);
    }

    /** Not a failure: the user asked for it, and is told how to go on. */
    public static int stopped(StopException stopped) {
        System.err.println("stopped; " + stopped.getMessage() + ". Run the same command again to resume.");
        return STOPPED;
    }

    private static String inWords(FileSystemException failure) {
        String file = String.valueOf(failure.getFile());
        if (failure instanceof NoSuchFileException) {
            return file + ": no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return file + ": permission denied; check who owns it";
        }
        return noSpace(failure.getReason()) ? diskFull(" (" + file + ")") : failure.getMessage();
    }

    private static boolean noSpace(String reason) {
        return reason != null && (reason.contains("No space left") || reason.contains("not enough space"));
    }

    private static String diskFull(String place) {
        return "the disk is full" + place + "; make room, or move the runs with --runs DIR, and give the same command"
                + " again: finished steps and checkpoints are kept";
    }

    private static int bug(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        String culprit = failure instanceof PluginFailure ? "a plugin failed: " : "this is a bug: ";
        System.err.println("seance: " + culprit + failure.getMessage());
        System.err.println(trace);
        try {
            Path file = Files.createTempFile("seance-diagnostics-", ".txt");
            Files.writeString(file, Diagnostics.text() + System.lineSeparator() + trace);
            System.err.println("please report it with this file: " + file);
        } catch (IOException e) {
            LoggerFactory.getLogger(Failures.class).warn("could not save the diagnostics", e);
        }
        return BUG;
    }
}
