// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import dev.seance.api.serving.ServerAddress;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/**
 * Keeps pages of other origins out, which a browser on this machine may have open: those that send requests across, and
 * those whose name was made to point at this machine after they were loaded (DNS rebinding).
 */
final class Origins {

    private Origins() {}

    /** @throws ApiError when a request comes from a page that is not this server's */
    static void check(HttpHeaders headers, ServerAddress address) {
        String host = headers.get(HttpHeaderNames.HOST, "").toLowerCase(Locale.ROOT);
        if (address.host().isLoopbackAddress() && !host.isEmpty() && !isLoopback(withoutPort(host))) {
            throw ApiError.invalid(
                    403,
                    "foreign_host",
                    "this server is for this machine alone, and goes by no other name than localhost");
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin != null && !host.equals(authority(origin))) {
            throw ApiError.invalid(403, "foreign_origin", "pages of other origins may not use this server");
        }
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    /** By the text alone: a name is not looked up, for what it points at is in question. */
    private static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(bare);
        return literal != null && literal.isLoopbackAddress();
    }
}
