// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.signature;

import java.io.IOException;
import java.util.ArrayList;

/** Declarations of every kind, for {@link ApiSignaturesTest}. */
public final class Shapes {

    public static final String WORD = "a\nb";

    static final int UNSEEN = 1;

    private Shapes() {}

    public interface Named {

        String name() throws IOException;

        default String title() {
            return getClass().getSimpleName();
        }
    }

    public record Box<T extends Comparable<T>>(T value, int size) implements Named {

        @Override
        public String name() {
            return "box";
        }

        public <R> R as(Class<R> type) {
            return type.cast(value);
        }
    }

    public @interface Marked {

        String name();

        int least() default 0;

        String[] words() default {"a"};
    }

    public enum Side {
        LEFT
    }

    public sealed interface Sealed {

        record One() implements Sealed {}
    }

    static final class Hidden {

        public void unseen() {}
    }

    protected abstract static class Guarded extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        public Guarded(int size) {
            super(size);
        }

        protected final void check() throws IOException {
            if (size() > 2) {
                throw new IOException("full");
            }
        }

        void unseen() {}
    }
}
