// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * The native libraries in this plugin's jars: libtorch for the platform that the plugin was built on, and DJL's JNI library,
 * which there is for several. Read from the jars' directories; nothing is unpacked here.
 *
 * @param version of libtorch, as DJL names its folder: {@code 2.7.1-20250812}
 * @param flavor such as {@code cpu}
 * @param classifier the platform, such as {@code linux-x86_64}
 * @param libraries the files, with their sizes in bytes
 * @param djlVersion of DJL, which the name of its unpacked JNI library begins with
 */
record BundledNatives(
        String version, String flavor, String classifier, Map<String, Long> libraries, String djlVersion) {

    private static final String PROPERTIES = "native/lib/pytorch.properties";
    private static final String ENGINE_PROPERTIES = "pytorch-engine.properties";

    BundledNatives {
        libraries = Map.copyOf(libraries);
    }

    /** Those of this plugin; empty when it was built without any, on a platform that DJL has none for. */
    static Optional<BundledNatives> find() {
        Optional<Properties> found = properties(PROPERTIES);
        if (found.isEmpty() || found.get().getProperty("placeholder") != null) {
            return Optional.empty();
        }
        Properties natives = found.get();
        String flavor = natives.getProperty("flavor", "cpu");
        String classifier = natives.getProperty("classifier", "");
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (String library : natives.getProperty("libraries", "").split(",")) {
            size("pytorch/" + flavor + "/" + classifier + "/" + library).ifPresent(bytes -> sizes.put(library, bytes));
        }
        return Optional.of(new BundledNatives(
                natives.getProperty("version", ""),
                flavor,
                classifier,
                sizes,
                properties(ENGINE_PROPERTIES)
                        .map(engine -> engine.getProperty("djl_version", ""))
                        .orElse("")));
    }

    /** The size of DJL's JNI library for a platform; empty when there is none. */
    static OptionalLong jniSize(NativePlatform platform, String flavor) {
        return size("jnilib/" + platform.classifier() + "/" + flavor + "/" + platform.library("djl_torch"));
    }

    /** Opens one of the libraries, to compare it with what was unpacked. */
    InputStream open(String library) throws IOException {
        URL url = resource("pytorch/" + flavor + "/" + classifier + "/" + library);
        if (url == null) {
            throw new IOException(library + " is missing from the plugin");
        }
        return url.openStream();
    }

    private static Optional<Properties> properties(String resource) {
        URL url = resource(resource);
        if (url == null) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
            properties.load(in);
            return Optional.of(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " of the plugin cannot be read", e);
        }
    }

    private static OptionalLong size(String resource) {
        URL url = resource(resource);
        if (url == null) {
            return OptionalLong.empty();
        }
        try {
            URLConnection connection = url.openConnection();
            long bytes = connection.getContentLengthLong();
            return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static URL resource(String name) {
        return BundledNatives.class.getClassLoader().getResource(name);
    }
}
