// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Holds a client to its time: a request has to be whole so many seconds after its first byte, however it drips, and the
 * first byte of the first one has to come as soon. First in the pipeline, so that it sees bytes. One for each connection.
 */
final class ClientTime extends ChannelInboundHandlerAdapter {

    /** What is still sent after a refusal is let pass for so long, or the refusal would be lost with the connection. */
    private static final long LINGER_SECONDS = 3;

    /** A connection is kept for another request for so long, as clients with a pool of them expect. */
    private static final int KEEP_SECONDS = 75;

    private final int seconds;
    private ChannelHandlerContext context;
    private Future<?> timer;
    private boolean arriving;
    private boolean lingering;

    ClientTime(int seconds) {
        this.seconds = seconds;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!lingering) { // refused as it came
            restart(seconds);
        }
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (lingering) {
            ReferenceCountUtil.release(bytes);
            return;
        }
        if (timer != null && !arriving) {
            arriving = true;
            restart(seconds);
        }
        ctx.fireChannelRead(bytes);
    }

    /** A request is whole: for as long as its answer takes, nothing is expected of the client. */
    void requestIsWhole() {
        stop();
    }

    /** An answer has been sent: the next request may come. */
    void awaitRequest() {
        arriving = false;
        restart(KEEP_SECONDS);
    }

    /** Closes the connection when the client has stopped sending, or soon. */
    void linger() {
        lingering = true;
        stop();
        context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private void restart(int after) {
        stop();
        timer = context.executor().schedule(this::over, after, TimeUnit.SECONDS);
    }

    private void over() {
        if (arriving) {
            HttpApi.refuse(
                    context.pipeline().lastContext(),
                    ApiError.invalid(
                            408, "request_timeout", "the request was not whole after " + seconds + " seconds"));
        } else {
            context.close();
        }
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }
}
