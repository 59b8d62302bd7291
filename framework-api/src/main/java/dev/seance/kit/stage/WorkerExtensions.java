// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.run.Environment;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes extensions from plugins' jars alone, where no host is: in a worker process, on a cluster. Each plugin has a class
 * loader of its own over that of this API. An extension is made by its only public constructor, which may ask for its
 * options record, {@link Environment} and {@link Clock}.
 */
public final class WorkerExtensions implements Closeable {

    private final Environment environment;
    private final Map<String, URLClassLoader> loaders = new LinkedHashMap<>();

    /**
     * @param plugins each plugin's jars, its libraries among them, by the plugin's id
     * @param environment the machine
     */
    public WorkerExtensions(Map<String, List<Path>> plugins, Environment environment) {
        this.environment = environment;
        plugins.forEach((id, jars) -> loaders.put(
                id,
                new URLClassLoader(
                        id,
                        jars.stream().map(WorkerExtensions::url).toArray(URL[]::new),
                        WorkerExtensions.class.getClassLoader())));
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar + " has no URL", e);
        }
    }

    /** Does a stage's work with extensions of these plugins. */
    public StageTask task(CorpusStage stage) {
        return new StageTask(
                stage,
                create(stage.source(), CorpusSource.class),
                stage.filters().stream()
                        .map(filter -> create(filter.extension(), CorpusFilter.class))
                        .toList());
    }

    /**
     * Makes an extension.
     *
     * @throws IllegalArgumentException when its plugin is not among these, or it cannot be made
     */
    public <T> T create(ExtensionRef ref, Class<T> point) {
        ClassLoader loader = loaders.get(ref.plugin());
        if (loader == null) {
            throw new IllegalArgumentException("plugin " + ref.plugin() + " is not among " + loaders.keySet());
        }
        try {
            Constructor<?> constructor = Class.forName(ref.type(), true, loader).getConstructors()[0];
            Object[] arguments = Arrays.stream(constructor.getParameterTypes())
                    .map(type -> argument(type, ref))
                    .toArray();
            return point.cast(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalArgumentException("cannot make " + ref.type(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make " + ref.type(), e);
        }
    }

    private Object argument(Class<?> type, ExtensionRef ref) {
        if (type.isRecord() && type != Environment.class) {
            return ref.options().as(type.asSubclass(Record.class));
        }
        if (type == Environment.class) {
            return environment;
        }
        if (type == Clock.class) {
            return environment.clock();
        }
        throw new IllegalArgumentException(ref.type() + " asks for " + type.getName() + ", which a worker has not");
    }

    /** Reads objects whose classes may be those of the plugins, such as a stage with its summaries. */
    public ObjectInputStream objects(InputStream in) throws IOException {
        return new ObjectInputStream(in) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
                for (URLClassLoader loader : loaders.values()) {
                    try {
                        return Class.forName(description.getName(), false, loader);
                    } catch (ClassNotFoundException e) {
                        // Of another plugin.
                        continue;
                    }
                }
                return super.resolveClass(description);
            }
        };
    }

    @Override
    public void close() {
        for (URLClassLoader loader : loaders.values()) {
            try {
                loader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
