// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.maven;

import dev.seance.api.run.UserError;
import dev.seance.core.install.ArtifactRepository;
import dev.seance.core.install.Coordinates;
import eu.maveniverse.maven.mima.context.Context;
import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.LocalArtifactRequest;
import org.eclipse.aether.repository.LocalArtifactResult;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.spi.connector.layout.RepositoryLayoutProvider;
import org.eclipse.aether.spi.connector.transport.GetTask;
import org.eclipse.aether.spi.connector.transport.TransportListener;
import org.eclipse.aether.spi.connector.transport.Transporter;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.NoRepositoryLayoutException;
import org.eclipse.aether.transfer.NoTransporterException;

/** The repositories of Maven's settings, through Maven's resolver. */
final class MavenRepository implements ArtifactRepository {

    private final Context context;
    private final RepositorySystemSession session;
    private final Consumer<String> progress;

    /** @param context closed with this */
    MavenRepository(Context context, Consumer<String> progress) {
        this.context = context;
        this.session = context.repositorySystemSession();
        this.progress = progress;
    }

    @Override
    public Optional<Path> local(Coordinates artifact, String kind) {
        LocalArtifactResult found = session.getLocalRepositoryManager()
                .find(session, new LocalArtifactRequest(of(artifact, kind), context.remoteRepositories(), null));
        return Optional.ofNullable(found.getFile()).map(File::toPath);
    }

    @Override
    public Optional<Path> find(Coordinates artifact, String kind) {
        ArtifactRequest request = new ArtifactRequest(of(artifact, kind), context.remoteRepositories(), null);
        try {
            return Optional.of(context.repositorySystem()
                    .resolveArtifact(session, request)
                    .getArtifact()
                    .getFile()
                    .toPath());
        } catch (ArtifactResolutionException e) {
            Optional<Exception> failure = e.getResults().stream()
                    .flatMap(result -> result.getExceptions().stream())
                    .filter(reason -> !(reason instanceof ArtifactNotFoundException))
                    .findFirst();
            if (failure.isEmpty() || session.isOffline()) {
                return Optional.empty();
            }
            throw new UserError(
                    artifact + ": cannot be had from " + inWords() + ": "
                            + MavenRepositoryProvider.reason(failure.get()),
                    e);
        }
    }

    @Override
    public void download(Coordinates artifact, String kind, Path unfinished) {
        List<String> reasons = new ArrayList<>();
        for (RemoteRepository repository : context.remoteRepositories()) {
            try (Transporter transporter = service(TransporterProvider.class).newTransporter(session, repository)) {
                URI place = service(RepositoryLayoutProvider.class)
                        .newRepositoryLayout(session, repository)
                        .getLocation(of(artifact, kind), false);
                get(transporter, place, unfinished);
                return;
            } catch (NoTransporterException | NoRepositoryLayoutException e) {
                reasons.add(repository.getId() + ": " + e.getMessage());
            } catch (Exception e) { // the transporter's contract
                reasons.add(repository.getId() + ": " + MavenRepositoryProvider.reason(e));
            }
        }
        throw new UserError(artifact + " cannot be downloaded from " + inWords() + ": " + String.join("; ", reasons));
    }

    private void get(Transporter transporter, URI place, Path unfinished) throws Exception {
        TransferProgress shown = new TransferProgress(progress);
        transporter.get(
                new GetTask(place).setDataFile(unfinished.toFile(), true).setListener(new TransportListener() {
                    private long bytes;
                    private long whole;

                    @Override
                    public void transportStarted(long offset, long length) {
                        bytes = offset;
                        whole = length;
                    }

                    @Override
                    public void transportProgressed(ByteBuffer data) {
                        bytes += data.remaining();
                        shown.progressed(
                                place.getPath().substring(place.getPath().lastIndexOf('/') + 1), bytes, whole);
                    }
                }));
    }

    private <T> T service(Class<T> type) {
        return context.lookup()
                .lookup(type)
                .orElseThrow(() -> new IllegalStateException("Maven's resolver has no " + type.getName()));
    }

    private static Artifact of(Coordinates artifact, String kind) {
        return new DefaultArtifact(
                artifact.group(), artifact.artifact(), artifact.classifier(), kind, artifact.version());
    }

    @Override
    public String inWords() {
        Stream<String> remote = context.remoteRepositories().stream()
                .map(repository -> repository.getId() + " (" + repository.getUrl() + ")");
        return Stream.concat(
                        Stream.of(session.getLocalRepository().getBasedir().toString()),
                        session.isOffline() ? Stream.empty() : remote)
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        context.close();
    }
}
