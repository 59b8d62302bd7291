// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where the log goes: warnings to the screen, everything to the run's file. */
public final class Logs {

    private Logs() {}

    /** Sets how much of the log reaches the screen. */
    public static void level(Level level) {
        Appender<ILoggingEvent> screen = root().getAppender(LogSetup.SCREEN);
        screen.clearAllFilters();
        screen.addFilter(LogSetup.threshold(level));
    }

    /** Begins to write the log to a file as well, until the process ends. */
    public static void toFile(Path file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(LogSetup.encoder(context, true));
        appender.start();
        root().addAppender(appender);
    }

    private static Logger root() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
