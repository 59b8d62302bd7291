// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Downloads a file by its {@code https} address, following redirects to {@code https} alone. */
final class HttpsDownload {

    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration WHOLE = Duration.ofMinutes(30);

    private final HttpClient client;

    /** @param trust which servers to believe */
    HttpsDownload(SSLContext trust) {
        client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(ProxySelector.getDefault())
                .connectTimeout(CONNECT)
                .sslContext(trust)
                .build();
    }

    /**
     * Downloads.
     *
     * @param target where to; need not be there
     * @throws UserError when the server cannot be reached, or has no such file
     */
    void download(URI address, Path target) {
        HttpResponse<Path> response;
        try {
            HttpRequest request = HttpRequest.newBuilder(address).timeout(WHOLE).build();
            response = client.send(request, HttpResponse.BodyHandlers.ofFile(target));
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError(address + ": cannot be downloaded (" + reason(e) + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(address + ": the download was interrupted", e);
        }
        if (response.statusCode() != 200) {
            throw new UserError(
                    address + ": the server answers with status " + response.statusCode() + "; is the address right?");
        }
    }

    private static String reason(Exception failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at.getMessage() != null && !at.getMessage().isBlank()) {
                return at.getMessage();
            }
        }
        return failure.toString();
    }
}
