// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * What the host and its plugins log: warnings to stderr, so that stdout stays what a command answers. {@code -v} raises
 * the level, and a run adds a file of its own (see {@link Logs}).
 *
 * <p>Set up in code, not in logback's XML: reading that, and the patterns in it, took 0.25 s of every command that
 * loads a plugin; this takes 0.03 s. Logback finds the class by its name in {@code META-INF/services}.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {

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
        // Both report what is normal here: no GPU, and every plugin they pass.
        context.getLogger("ai.djl.util.cuda").setLevel(Level.ERROR);
        context.getLogger("org.pf4j").setLevel(Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Lets pass what is as grave as that. */
    static ThresholdFilter threshold(Level level) {
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel(level.toString());
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
