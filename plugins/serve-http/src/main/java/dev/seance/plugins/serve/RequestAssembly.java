// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;

/** Puts a request together, and refuses one that is too large as soon as that shows. */
final class RequestAssembly extends HttpObjectAggregator {

    private final int maxBytes;

    RequestAssembly(int maxBytes) {
        super(maxBytes, true);
        this.maxBytes = maxBytes;
    }

    private ApiError tooLarge() {
        return ApiError.invalid(
                413, "request_too_large", "the request is larger than the " + maxBytes + " bytes that it may have");
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        HttpApi.refuse(ctx, tooLarge());
    }

    /** To a client that asks before it sends. */
    @Override
    protected Object newContinueResponse(HttpMessage start, int maxContentLength, ChannelPipeline pipeline) {
        Object response = super.newContinueResponse(start, maxContentLength, pipeline);
        if (response instanceof FullHttpResponse full
                && full.status().equals(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE)
                && HttpUtil.isContentLengthSet(start)) {
            full.release();
            return HttpApi.response(413, Json.bytes(tooLarge().json()), HttpApi.JSON);
        }
        return response;
    }
}
