package dev.weir.local.api.http;

import dev.weir.local.api.status.ApiException;
import tools.jackson.databind.JsonNode;

/** Bodies in the protobuf form of Kubernetes. */
final class ProtobufBody {

    private ProtobufBody() {}

    static JsonNode decode(byte[] body) {
        throw ApiException.unsupportedMediaType("the local Kubernetes API does not read protobuf (" + body.length
                + " bytes); write the object as YAML and use kubectl apply -f");
    }
}
