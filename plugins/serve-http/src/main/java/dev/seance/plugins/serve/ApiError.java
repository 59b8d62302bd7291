// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal, in the shape that OpenAI's service gives it: {@code {"error": {message, type, param, code}}}. */
final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String param;
    private final String code;

    /**
     * @param status the HTTP status
     * @param type a word for the kind of error, as clients know them
     * @param param the parameter that is wrong, or null
     * @param code a word for this very error, or null
     */
    ApiError(int status, String type, String param, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    /** A mistake in the request. */
    static ApiError invalid(String param, String code, String message) {
        return new ApiError(400, "invalid_request_error", param, code, message);
    }

    static ApiError invalid(int status, String code, String message) {
        return new ApiError(status, "invalid_request_error", null, code, message);
    }

    /** Too much at a time; the same request may be sent again later. */
    static ApiError busy(String message) {
        return new ApiError(429, "rate_limit_error", null, "rate_limit_exceeded", message);
    }

    static ApiError stopping() {
        return new ApiError(503, "server_error", null, "server_stopping", "the server is being stopped");
    }

    /** A fault of the server, whose log has more about it. */
    static ApiError internal() {
        return new ApiError(500, "server_error", null, null, "the model failed; the server's log says how");
    }

    int status() {
        return status;
    }

    ObjectNode json() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", getMessage())
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return body;
    }
}
