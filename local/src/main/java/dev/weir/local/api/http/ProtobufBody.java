package dev.weir.local.api.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.weir.local.api.status.ApiException;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Reads bodies in the protobuf form of Kubernetes: four magic bytes, then an envelope that names the kind, with the object inside. */
final class ProtobufBody {

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final Map<String, Parser<? extends Message>> KINDS = Map.ofEntries(
            Map.entry("v1 Binding", V1.Binding.parser()),
            Map.entry("v1 ConfigMap", V1.ConfigMap.parser()),
            Map.entry("v1 DeleteOptions", Meta.DeleteOptions.parser()),
            Map.entry("v1 Event", V1.Event.parser()),
            Map.entry("v1 Namespace", V1.Namespace.parser()),
            Map.entry("v1 Node", V1.Node.parser()),
            Map.entry("v1 Pod", V1.Pod.parser()),
            Map.entry("v1 Secret", V1.Secret.parser()),
            Map.entry("v1 Service", V1.Service.parser()),
            Map.entry("v1 ServiceAccount", V1.ServiceAccount.parser()),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", V1Networking.NetworkPolicy.parser()),
            Map.entry("policy/v1 Eviction", V1Policy.Eviction.parser()),
            Map.entry("authentication.k8s.io/v1 SelfSubjectReview", V1Authentication.SelfSubjectReview.parser()),
            Map.entry(
                    "authorization.k8s.io/v1 SelfSubjectAccessReview",
                    V1Authorization.SelfSubjectAccessReview.parser()),
            Map.entry(
                    "authorization.k8s.io/v1 SelfSubjectRulesReview", V1Authorization.SelfSubjectRulesReview.parser()),
            Map.entry("authorization.k8s.io/v1 SubjectAccessReview", V1Authorization.SubjectAccessReview.parser()));

    private ProtobufBody() {}

    static ObjectNode decode(byte[] body) {
        if (!Arrays.equals(body, 0, Math.min(body.length, MAGIC.length), MAGIC, 0, MAGIC.length)) {
            throw ApiException.badRequest(
                    "the body of the request does not begin as a protobuf object of Kubernetes does");
        }
        try {
            Runtime.Unknown envelope = Runtime.Unknown.parseFrom(Arrays.copyOfRange(body, MAGIC.length, body.length));
            String apiVersion = envelope.getTypeMeta().getApiVersion();
            String kind = envelope.getTypeMeta().getKind();
            Parser<? extends Message> parser = KINDS.get(apiVersion + " " + kind);
            if (parser == null) {
                throw ApiException.unsupportedMediaType("the local Kubernetes API does not read " + apiVersion + " "
                        + kind + " in protobuf; write the object as YAML and use kubectl apply -f");
            }
            ObjectNode object = ProtobufTree.of(parser.parseFrom(envelope.getRaw()));
            return object.put("apiVersion", apiVersion).put("kind", kind);
        } catch (InvalidProtocolBufferException e) {
            throw ApiException.badRequest("couldn't read the body of the request: " + e.getMessage());
        }
    }
}
