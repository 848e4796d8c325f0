package io.edgeveil.gateway.coap;

import io.edgeveil.coap.CoapPaths;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.serving.Serving;
import java.util.List;
import java.util.function.Function;
import org.eclipse.californium.core.server.resources.DiscoveryResource;
import org.eclipse.californium.core.server.resources.Resource;

/** The tree of resources: {@link CoapPaths} says what there is. */
final class Resources {
  private final Resource root = new NoResource("");
  private final GatewayResource nothing = new NoResource("nothing");

  /** The tree, for models that do not change. */
  Resources(
      ModelRepository models,
      int chunkBytes,
      Serving serving,
      Senders senders,
      Resource modelList,
      Resource health) {
    branch(root, ".well-known").add(new DiscoveryResource(root));
    Resource version = branch(root, CoapPaths.ROOT);
    version.add(new OpenResource(serving, senders));
    version.add(health);
    version.add(modelList);
    for (ServedModel model : models.models()) {
      Resource layers = branch(branch(modelList, model.name()), CoapPaths.LAYERS);
      for (ServedLayer layer : model.layers()) {
        childOf(
            layers,
            layer.name(),
            name -> new LayerResource(model.name(), layer, chunkBytes, serving, senders));
      }
    }
  }

  private static Resource branch(Resource parent, String name) {
    return childOf(parent, name, NoResource::new);
  }

  /** The child of that name, made if there is none. */
  private static Resource childOf(Resource parent, String name, Function<String, Resource> make) {
    if (parent.getChild(name) == null) {
      parent.add(make.apply(name));
    }
    return parent.getChild(name);
  }

  Resource root() {
    return root;
  }

  /** What a path names; a resource that says so if it names nothing. */
  Resource at(List<String> path) {
    Resource found = root;
    for (String segment : path) {
      found = found.getChild(segment);
      if (found == null) {
        return nothing;
      }
    }
    return found;
  }
}
