// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import java.util.List;
import java.util.Locale;
import org.tensorflow.TensorFlow;

/** The engine's native libraries, which the plugin comes without: they are several times as large as all else. */
final class Natives {
    private static final String FOLDER = "org/tensorflow/internal/c_api/";

    /** The command that brings them. */
    private static final String REMEDY = "seance plugins install backend-tensorflow";

    private Natives() {}

    /** What keeps the engine from being loaded here, without loading it. */
    static List<String> problems() {
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        String library = FOLDER + platform + "/" + System.mapLibraryName("jnitensorflow");
        if (Natives.class.getClassLoader().getResource(library) != null) {
            return List.of();
        }
        return List.of(
                "backend tensorflow has no native libraries for " + platform + "; get them with '" + REMEDY + "'");
    }

    /** The engine's name of a platform. */
    static String platform(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        String prefix = name.startsWith("mac") ? "macosx" : name.startsWith("win") ? "windows" : "linux";
        boolean arm = processor.equals("aarch64") || processor.equals("arm64");
        return prefix + (arm ? "-arm64" : "-x86_64");
    }

    /**
     * Loads the libraries, which are unpacked into the user's cache the first time; returns the engine's version.
     *
     * @throws UserError when they are not there or do not load, saying what to do
     */
    static String load(Environment environment) {
        problems().stream().findFirst().ifPresent(problem -> {
            throw new UserError(problem);
        });
        // JavaCPP would unpack them into the home directory, which may be read-only.
        set(
                "cachedir",
                environment.cache().resolve("tensorflow").toAbsolutePath().toString());
        // It would also refuse memory once the process is twice as large as Java's heap may be, which a model alone can
        // be.
        set("maxBytes", "0");
        set("maxPhysicalBytes", "0");
        try {
            return TensorFlow.version();
        } catch (LinkageError | RuntimeException e) {
            throw new UserError(
                    "backend tensorflow: its native libraries do not load: " + e.getMessage()
                            + "; use backend pytorch on this machine",
                    e);
        }
    }

    /** An option of JavaCPP, which reads it once, unless the user has set it. */
    private static void set(String option, String value) {
        String name = "org.bytedeco.javacpp." + option;
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
