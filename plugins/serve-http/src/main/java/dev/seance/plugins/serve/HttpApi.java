// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one connection may ask, a request after the other. On the connection's thread alone. */
final class HttpApi extends SimpleChannelInboundHandler<FullHttpRequest> {

    static final String JSON = "application/json";

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String EVENTS = "text/event-stream; charset=utf-8";
    private static final String CHAT = "/v1/chat/completions";
    private static final String COMPLETIONS = "/v1/completions";
    private static final String MODELS = "/v1/models";
    private static final String OTHER = "other";

    /** Nothing but the page's own files, and no other page around it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Service service;
    private final ClientTime clientTime;
    private final IntSupplier connections;

    // Of the request that is being answered.
    private Reply reply;
    private String path;
    private boolean keepAlive;
    private boolean answering;

    HttpApi(Service service, ClientTime clientTime, IntSupplier connections) {
        this.service = service;
        this.clientTime = clientTime;
        this.connections = connections;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (answering) { // No client in use sends a request before it has the last answer.
            ctx.close();
            return;
        }
        answering = true;
        clientTime.requestIsWhole();
        keepAlive = HttpUtil.isKeepAlive(request);
        path = OTHER;
        try {
            if (request.decoderResult().isFailure()) {
                throw malformed(request.decoderResult().cause());
            }
            answer(ctx, request);
        } catch (ApiError e) {
            keepAlive =
                    keepAlive && e.status() != 401 && request.decoderResult().isSuccess();
            whole(ctx, e.status(), Json.bytes(e.json()), JSON);
        } catch (UserError e) { // of a vocabulary from elsewhere, that lacks a special token
            whole(
                    ctx,
                    400,
                    Json.bytes(ApiError.invalid(null, null, e.getMessage()).json()),
                    JSON);
        } catch (RuntimeException e) {
            LOG.error("a request to {} failed", path, e);
            whole(ctx, 500, Json.bytes(ApiError.internal().json()), JSON);
        }
    }

    private static ApiError malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return ApiError.invalid(414, "uri_too_long", "the address is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return ApiError.invalid(431, "headers_too_large", "the headers are too large");
        }
        return ApiError.invalid(400, "malformed_request", "this is no HTTP request");
    }

    private void answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        Origins.check(request.headers(), service.address());
        String uri = request.uri();
        int query = uri.indexOf('?');
        String asked = query < 0 ? uri : uri.substring(0, query);
        switch (asked) {
            case CHAT, COMPLETIONS -> {
                path = asked;
                requireKey(request);
                requireMethod(request, HttpMethod.POST);
                complete(ctx, request, asked.equals(CHAT));
            }
            case MODELS -> {
                path = asked;
                requireKey(request);
                requireMethod(request, HttpMethod.GET);
                json(ctx, ModelJson.list(service.decoder().models()));
            }
            case "/about" -> {
                path = asked;
                requireKey(request);
                requireMethod(request, HttpMethod.GET);
                json(
                        ctx,
                        ModelJson.about(
                                service.decoder().models(), service.options().sampling()));
            }
            case "/health" -> {
                path = asked;
                requireMethod(request, HttpMethod.GET);
                json(ctx, Json.newObject().put("status", "ok"));
            }
            case "/metrics" -> {
                path = asked;
                requireKey(request);
                requireMethod(request, HttpMethod.GET);
                String text = service.metrics().text(service.decoder(), connections.getAsInt());
                whole(ctx, 200, text.getBytes(StandardCharsets.UTF_8), TEXT);
            }
            default -> other(ctx, request, asked);
        }
    }

    private void other(ChannelHandlerContext ctx, FullHttpRequest request, String asked) {
        if (asked.startsWith(MODELS + "/")) {
            path = MODELS;
            requireKey(request);
            requireMethod(request, HttpMethod.GET);
            String name = decoded(asked.substring(MODELS.length() + 1));
            json(
                    ctx,
                    ModelJson.one(service.decoder()
                            .model(name)
                            .orElseThrow(() -> CompletionRequest.unknownModel(name, service.decoder()))));
            return;
        }
        StaticFiles.File file = service.files()
                .find(asked)
                .orElseThrow(() -> ApiError.invalid(404, "unknown_url", "there is nothing at this address"));
        path = asked;
        requireMethod(request, HttpMethod.GET);
        whole(ctx, 200, file.bytes().get(), file.type());
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(400, "malformed_request", "the address is no valid one");
        }
    }

    private void requireKey(FullHttpRequest request) {
        if (service.address().key().isEmpty()) {
            return;
        }
        String shown = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        byte[] wanted = ("Bearer " + service.address().key().get()).getBytes(StandardCharsets.UTF_8);
        // In the same time however much of it is right.
        if (!MessageDigest.isEqual(wanted, shown.getBytes(StandardCharsets.ISO_8859_1))
                && !MessageDigest.isEqual(wanted, shown.getBytes(StandardCharsets.UTF_8))) {
            throw ApiError.invalid(
                    401,
                    "invalid_api_key",
                    shown.isEmpty()
                            ? "You didn't provide an API key: send the header 'Authorization: Bearer KEY'."
                            : "Incorrect API key provided.");
        }
    }

    private static void requireMethod(FullHttpRequest request, HttpMethod method) {
        if (!request.method().equals(method)) {
            throw ApiError.invalid(405, "method_not_allowed", "use " + method + " for this address");
        }
    }

    private void complete(ChannelHandlerContext ctx, FullHttpRequest request, boolean chat) {
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
            throw ApiError.invalid(
                    415,
                    "unsupported_media_type",
                    "the request's body must be JSON: send 'Content-Type: " + JSON + "'");
        }
        ObjectNode body = Json.object(request.content().nioBuffer());
        CompletionRequest wanted = chat
                ? CompletionRequest.chat(
                        body, service.decoder(), service.options().sampling())
                : CompletionRequest.text(
                        body, service.decoder(), service.options().sampling());
        reply = Reply.begin(wanted, service, ctx.executor(), new ConnectionOutput(ctx));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (reply != null) {
            reply.cancel();
            reply = null;
            service.decoder().forgetCancelled();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("a connection failed", cause);
        ctx.close();
    }

    private void json(ChannelHandlerContext ctx, ObjectNode body) {
        whole(ctx, 200, Json.bytes(body), JSON);
    }

    private void whole(ChannelHandlerContext ctx, int status, byte[] body, String type) {
        FullHttpResponse response = response(status, body, type);
        HttpUtil.setKeepAlive(response, keepAlive);
        service.metrics().answered(path, status);
        answered(ctx, ctx.writeAndFlush(response));
    }

    /** The answer is on its way: then the next request may come. */
    private void answered(ChannelHandlerContext ctx, ChannelFuture sent) {
        reply = null;
        answering = false;
        if (keepAlive) {
            clientTime.awaitRequest();
        } else {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Refuses whatever is being sent, and ends the connection. */
    static void refuse(ChannelHandlerContext ctx, ApiError error) {
        FullHttpResponse response = response(error.status(), Json.bytes(error.json()), JSON);
        HttpUtil.setKeepAlive(response, false);
        ctx.channel().writeAndFlush(response);
        ctx.pipeline().get(ClientTime.class).linger();
    }

    static FullHttpResponse response(int status, byte[] body, String type) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
        head(response, type);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (status == 429 || status == 503) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, 1);
        }
        return response;
    }

    private static void head(HttpResponse response, String type) {
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Content-Type-Options", "nosniff")
                .set("Content-Security-Policy", POLICY)
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** The answer of a model, when it comes. */
    private final class ConnectionOutput implements Reply.Output {

        private final ChannelHandlerContext ctx;

        ConnectionOutput(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        @Override
        public void whole(int status, ObjectNode body) {
            HttpApi.this.whole(ctx, status, Json.bytes(body), JSON);
        }

        @Override
        public void begin() {
            HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head(response, EVENTS);
            HttpUtil.setTransferEncodingChunked(response, true);
            HttpUtil.setKeepAlive(response, keepAlive);
            service.metrics().answered(path, 200);
            ctx.write(response);
        }

        @Override
        public void event(byte[] bytes) {
            ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
        }

        @Override
        public void end() {
            answered(ctx, ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
        }
    }
}
