// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.kit.safetensors.Safetensors;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * The graph, the session and the variables of one model. The graph grows while it is used: what trains, what updates and
 * what decodes are built when they are first needed, and the session takes them up.
 */
final class Engine implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final Session session;
    private final Map<String, State> variables = new LinkedHashMap<>();
    private long nanos;
    private boolean closed;

    /** A variable, and what gives it all its numbers at once. */
    private record State(Variable<TFloat32> variable, Placeholder<TFloat32> incoming, Op load, Shape shape) {}

    /** Fills the bytes of a tensor from one on. */
    @FunctionalInterface
    interface Source<E extends Exception> {
        ByteBuffer bytes(long from, int count) throws E;
    }

    /** @param threads of operators; those of a process share what its first session made */
    Engine(int threads) {
        session = new Session(
                graph,
                ConfigProto.newBuilder()
                        .setIntraOpParallelismThreads(threads)
                        .setInterOpParallelismThreads(1)
                        .build());
    }

    Ops tf() {
        return tf;
    }

    boolean isClosed() {
        return closed;
    }

    /** Nanoseconds spent in runs. */
    long nanos() {
        return nanos;
    }

    boolean has(String name) {
        return variables.containsKey(name);
    }

    /** The variable of that name. */
    Variable<TFloat32> variable(String name) {
        return variables.get(name).variable();
    }

    /** Makes a variable, whose numbers are not set, or returns the one there is. */
    Variable<TFloat32> variable(String name, List<Long> sizes) {
        return variables
                .computeIfAbsent(name, unknown -> {
                    Shape shape =
                            Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
                    Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
                    Placeholder<TFloat32> incoming = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
                    return new State(variable, incoming, tf.assign(variable, incoming), shape);
                })
                .variable();
    }

    /** Sets all numbers of a variable. */
    <E extends Exception> void load(String name, Source<E> source) throws E {
        State state = variables.get(name);
        try (TFloat32 tensor = TFloat32.tensorOf(state.shape())) {
            ByteDataBuffer data = tensor.asRawTensor().data();
            for (long from = 0; from < data.size(); from += Safetensors.PIECE) {
                int count = (int) Math.min(Safetensors.PIECE, data.size() - from);
                byte[] piece = new byte[count];
                source.bytes(from, count).get(piece);
                data.slice(from, count).write(piece);
            }
            run(Map.of(state.incoming(), tensor), List.of(state.load())).close();
        }
    }

    /** Sets all numbers of a variable to zero. */
    void clear(String name) {
        load(name, (from, count) -> ByteBuffer.allocate(count));
    }

    /** The numbers of a variable; the caller closes it. */
    Result read(String name) {
        return session.runner().fetch(variable(name)).run();
    }

    /** Runs the graph as far as these need it; the caller closes what was fetched. */
    Result run(
            Map<? extends Operand<?>, ? extends Tensor> feeds,
            Collection<? extends Op> targets,
            Operand<?>... fetches) {
        long begin = System.nanoTime();
        Session.Runner runner = session.runner();
        feeds.forEach(runner::feed);
        targets.forEach(runner::addTarget);
        for (Operand<?> fetch : fetches) {
            runner.fetch(fetch);
        }
        Result result = runner.run();
        nanos += System.nanoTime() - begin;
        return result;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.close();
            graph.close();
        }
    }
}
