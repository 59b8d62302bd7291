// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import dev.seance.api.run.UserError;
import dev.seance.api.serving.RunningServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Listens, and gives every connection its limits: how many there are, how long a request may take to arrive and how large it
 * may be, how long a client may take to read.
 */
final class HttpListener implements RunningServer {

    private static final int MAX_REQUEST_LINE = 4096;
    private static final int MAX_HEADERS = 16_384;

    /** Connections do next to nothing but parse requests; the processors are the decoder's. */
    private static final int THREADS = 2;

    /** How long the last answers have to reach their clients. */
    private static final long LAST_SECONDS = 2;

    private final Service service;
    private final EventLoopGroup loops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicBoolean closed = new AtomicBoolean();
    private Channel listening;

    private HttpListener(Service service) {
        this.service = service;
        this.loops = new MultiThreadIoEventLoopGroup(
                THREADS, new DefaultThreadFactory("seance-http", true), NioIoHandler.newFactory());
    }

    /** Starts to listen; from then on closing it closes the decoder too. */
    static HttpListener start(Service service) throws IOException {
        HttpListener listener = new HttpListener(service);
        InetSocketAddress address = new InetSocketAddress(
                service.address().host(), service.address().port());
        ChannelFuture bound = new ServerBootstrap()
                .group(listener.loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        listener.accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            listener.loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new UserError(
                    "cannot listen at " + address.getAddress().getHostAddress() + ":" + address.getPort() + " ("
                            + bound.cause().getMessage()
                            + "); another program may be there: choose another with --port, or 0"
                            + " for any that is free",
                    bound.cause());
        }
        listener.listening = bound.channel();
        return listener;
    }

    private void accept(SocketChannel channel) {
        connections.add(channel);
        int seconds = service.options().clientTime();
        ClientTime clientTime = new ClientTime(seconds);
        channel.pipeline()
                .addLast(clientTime)
                .addLast(new WriteTimeoutHandler(seconds))
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_REQUEST_LINE)
                        .setMaxHeaderSize(MAX_HEADERS)))
                .addLast(new RequestAssembly(service.options().maxRequest()))
                .addLast(new HttpApi(service, clientTime, connections::size));
        if (connections.size() > service.options().connections()) {
            HttpApi.refuse(
                    channel.pipeline().lastContext(),
                    new ApiError(
                            503,
                            "server_error",
                            null,
                            "too_many_connections",
                            "too many connections; try again later"));
        }
    }

    @Override
    public URI address() {
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        InetAddress host = service.address().host();
        String text = host instanceof Inet6Address ? "[" + host.getHostAddress() + "]" : host.getHostAddress();
        return URI.create("http://" + text + ":" + port + "/");
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        listening.close().awaitUninterruptibly();
        service.decoder().close();
        loops.shutdownGracefully(0, LAST_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
