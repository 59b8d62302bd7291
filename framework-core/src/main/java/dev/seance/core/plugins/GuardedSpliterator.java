// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A plugin's lazy stream at arm's length: its code runs as the host reads. The host's own code runs in the middle of it,
 * when an element arrives, and must find the host's context class loader and see its own exceptions again unchanged.
 */
final class GuardedSpliterator<T> implements Spliterator<T> {

    private final Spliterator<T> elements;
    private final PluginCall call;

    private GuardedSpliterator(Spliterator<T> elements, PluginCall call) {
        this.elements = elements;
        this.call = call;
    }

    static <T> Stream<T> around(Stream<T> stream, PluginCall call) {
        // Sequential: the host reads splits in parallel, not the documents of one.
        return StreamSupport.stream(() -> of(stream, call), Spliterator.ORDERED, false)
                .onClose(() -> guarded(call, new HostCode(), () -> {
                    stream.close();
                    return null;
                }));
    }

    private static <T> Spliterator<T> of(Stream<T> stream, PluginCall call) {
        return guarded(call, new HostCode(), () -> new GuardedSpliterator<>(stream.spliterator(), call));
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        HostCode host = new HostCode();
        return guarded(call, host, () -> elements.tryAdvance(host.around(action)));
    }

    @Override
    public void forEachRemaining(Consumer<? super T> action) {
        HostCode host = new HostCode();
        guarded(call, host, () -> {
            elements.forEachRemaining(host.around(action));
            return null;
        });
    }

    @Override
    public Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return elements.estimateSize();
    }

    @Override
    public int characteristics() {
        return ORDERED;
    }

    private static <R> R guarded(PluginCall call, HostCode host, PluginCall.Work<R> work) {
        try {
            return call.inContext(work);
        } catch (Throwable thrown) {
            throw PluginCall.unchecked(thrown == host.thrown ? thrown : call.atBoundary(thrown, "its stream"));
        }
    }

    /** The host's part of one reading. */
    private static final class HostCode {

        private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
        private Throwable thrown;

        private <T> Consumer<T> around(Consumer<? super T> action) {
            return element -> {
                Thread thread = Thread.currentThread();
                ClassLoader plugin = thread.getContextClassLoader();
                thread.setContextClassLoader(loader);
                try {
                    action.accept(element);
                } catch (RuntimeException | Error e) {
                    thrown = e;
                    throw e;
                } finally {
                    thread.setContextClassLoader(plugin);
                }
            };
        }
    }
}
