// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** A line of the log: {@code WARN  TrainingExecutor: what happened}; in a file the time before it and a failure's trace after it. */
final class LogLine extends LayoutBase<ILoggingEvent> {

    private static final int LEVEL_WIDTH = 5;

    private final boolean toFile;

    LogLine(boolean toFile) {
        this.toFile = toFile;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder();
        if (toFile) {
            line.append(When.SECONDS.format(Instant.ofEpochMilli(event.getTimeStamp())))
                    .append(' ');
        }
        String level = event.getLevel().toString();
        String logger = event.getLoggerName();
        line.append(level)
                .append(" ".repeat(Math.max(LEVEL_WIDTH - level.length(), 0)))
                .append(' ')
                .append(logger, logger.lastIndexOf('.') + 1, logger.length())
                .append(": ")
                .append(event.getFormattedMessage())
                .append(System.lineSeparator());
        if (toFile && event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    /** Apart, so that only a command with a log file pays for it. */
    private static final class When {

        private static final DateTimeFormatter SECONDS =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    }
}
