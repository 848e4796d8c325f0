package io.edgeveil.broker.client;

/** What happens on a connection, told on one thread in order of arrival. */
public interface BrokerListener {

  /**
   * A message arrived. It is acknowledged to the broker when this returns or throws, so that a slow
   * listener slows the broker down instead of filling the memory.
   *
   * @throws Exception anything: it is logged and handed to {@link #messageFailed}, and the next
   *     message follows
   */
  void messageArrived(IncomingMessage message) throws Exception;

  /**
   * The connection ended otherwise than by {@link BrokerConnection#close()}; nothing follows on it.
   */
  void connectionLost(ConnectionLostException reason);

  /**
   * {@link #messageArrived} threw; it is already in the log. Override to answer the sender or to
   * count.
   */
  default void messageFailed(IncomingMessage message, Exception failure) {}
}
