// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.installation;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the classes this process loaded, read and verified, for the next start of the same command: Java's class data
 * sharing, which also keeps those of plugins. The launcher says where, when there is no such archive yet, and uses it
 * when there is.
 *
 * <p>Java can do so by itself at its end ({@code -XX:ArchiveClassesAtExit}), but then also after a failure, when few of
 * the classes were loaded; into a file that others may be reading already; and with an exit code of its own when it
 * fails. So it is asked to when the command is done, by the way that {@code jcmd} asks, and the file is renamed into
 * place. It takes a second, once per command and installation; whatever goes wrong costs the next start, nothing else.
 */
public final class ClassArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    /** An archive takes 5 to 30 MB, and Java ends at once when the disk is full. */
    private static final long ROOM = 100L << 20;

    private ClassArchive() {}

    /**
     * Has the archive written while the process ends, where the launcher wants one. Not before: Java links all classes
     * it loaded when it begins to end, and keeps no class that is not linked; that is a fifth of them.
     */
    public static void writeAtExit() {
        String place = System.getProperty("seance.archive");
        if (place != null) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> write(Path.of(place)), "seance-archive"));
        }
    }

    private static void write(Path place) {
        Path unfinished = Path.of(place + "." + ProcessHandle.current().pid());
        if (unfinished.getParent().toFile().getUsableSpace() < ROOM) {
            return;
        }
        System.out.flush();
        // Java announces the archive on standard output.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            try {
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "vmCds",
                                new Object[] {new String[] {"dynamic_dump", '"' + unfinished.toString() + '"'}},
                                new String[] {String[].class.getName()});
                // Java trusts an archive's beginning and dies of a missing end, so none may be lost in a power cut.
                try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.READ)) {
                    written.force(true);
                }
                Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (Exception | LinkageError e) { // the contract of another Java, or a full disk
            LOG.debug("no class archive {}", place, e);
        }
    }
}
