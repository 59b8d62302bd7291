// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;

/**
 * What the host and its plugins log: warnings to stderr, so that stdout stays what a command answers. {@code -v} raises
 * the level, and a run adds a file of its own (see {@link Logs}).
 *
 * <p>Set up in code, not in logback's XML: reading that, and the patterns in it, took 0.25 s of every command that
 * loads a plugin; this takes 0.03 s. Logback finds the class by its name in {@code META-INF/services}.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final String OWN = "dev.seance.";

    static final String SCREEN = "stderr";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> screen = new ConsoleAppender<>();
        screen.setContext(context);
        screen.setName(SCREEN);
        screen.setTarget("System.err");
        screen.setEncoder(encoder(context, false));
        screen.addFilter(threshold(Level.WARN));
        screen.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(screen);
        context.getLogger("org.pf4j").setLevel(Level.WARN); // it reports every plugin it passes
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Passes what is as grave as that. Of the libraries that plugins bring along only errors, unless everything is wanted:
     * what they warn of (no GPU, say) is normal here, and is in the log of a run.
     */
    static Filter<ILoggingEvent> threshold(Level level) {
        Filter<ILoggingEvent> filter = new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                boolean library = !event.getLoggerName().startsWith(OWN) && level.isGreaterOrEqual(Level.WARN);
                Level least = library ? Level.ERROR : level;
                return event.getLevel().isGreaterOrEqual(least) ? FilterReply.NEUTRAL : FilterReply.DENY;
            }
        };
        filter.start();
        return filter;
    }

    /** Writes lines, for a file ones that say when and, after a failure, its trace. */
    static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context, boolean toFile) {
        LogLine line = new LogLine(toFile);
        line.setContext(context);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(line);
        encoder.start();
        return encoder;
    }
}
