package io.keyweave.benchmarks;

import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.keyweave.devvault.tls.TlsIdentity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Google Secret Manager as its client asks it by default, over gRPC: secrets {@code secret-N}, worth {@code value-N}, for everybody with a
 * token. The dev vault speaks REST.
 */
final class GrpcSecretManager implements AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Server server;

    /** @param work where its key is written */
    GrpcSecretManager(TlsIdentity identity, Path work) throws IOException {
        Path pem = work.resolve("grpc.pem");
        identity.writePem(pem);
        File keyAndCertificate = pem.toFile();
        MethodDescriptor<AccessSecretVersionRequest, AccessSecretVersionResponse> access =
                MethodDescriptor.<AccessSecretVersionRequest, AccessSecretVersionResponse>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName("google.cloud.secretmanager.v1.SecretManagerService/AccessSecretVersion")
                        .setRequestMarshaller(ProtoUtils.marshaller(AccessSecretVersionRequest.getDefaultInstance()))
                        .setResponseMarshaller(ProtoUtils.marshaller(AccessSecretVersionResponse.getDefaultInstance()))
                        .build();
        ServerServiceDefinition service = ServerServiceDefinition.builder(
                        "google.cloud.secretmanager.v1.SecretManagerService")
                .addMethod(access, ServerCalls.asyncUnaryCall((request, observer) -> {
                    observer.onNext(answer(request.getName()));
                    observer.onCompleted();
                }))
                .build();
        this.server = Grpc.newServerBuilderForPort(0, TlsServerCredentials.create(keyAndCertificate, keyAndCertificate))
                .addService(ServerInterceptors.intercept(service, GrpcSecretManager::authenticate))
                .build()
                .start();
    }

    private static <Q, A> ServerCall.Listener<Q> authenticate(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String authorization = headers.get(AUTHORIZATION);
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            call.close(Status.UNAUTHENTICATED, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }

    /** @param name {@code projects/PROJECT/secrets/secret-N/versions/latest} */
    private static AccessSecretVersionResponse answer(String name) {
        String secret = name.substring(0, name.lastIndexOf("/versions/"));
        ByteString value = ByteString.copyFromUtf8("value-" + secret.substring(secret.lastIndexOf('-') + 1));
        CRC32C checksum = new CRC32C();
        checksum.update(value.asReadOnlyByteBuffer());
        return AccessSecretVersionResponse.newBuilder()
                .setName(secret + "/versions/1")
                .setPayload(SecretPayload.newBuilder().setData(value).setDataCrc32C(checksum.getValue()))
                .build();
    }

    String endpoint() {
        return "localhost:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
