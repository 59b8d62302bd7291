// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.maven;

import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Says now and then how far a large transfer has come. Called by the transfer's thread. */
final class TransferProgress extends AbstractTransferListener {

    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final Consumer<String> say;
    private long said = System.nanoTime();

    TransferProgress(Consumer<String> say) {
        this.say = say;
    }

    @Override
    public void transferProgressed(TransferEvent event) {
        String name = event.getResource().getResourceName();
        progressed(
                name.substring(name.lastIndexOf('/') + 1),
                event.getTransferredBytes(),
                event.getResource().getContentLength());
    }

    /**
     * Says it when it is time to.
     *
     * @param whole the size, or less than 0 when it is not known
     */
    synchronized void progressed(String name, long bytes, long whole) {
        long now = System.nanoTime();
        if (now - said >= PAUSE_NANOS) {
            said = now;
            String of = whole < 0 ? "" : String.format(Locale.ROOT, " of %.1f", whole / 1e6);
            say.accept(String.format(Locale.ROOT, "%s: %.1f%s MB", name, bytes / 1e6, of));
        }
    }
}
