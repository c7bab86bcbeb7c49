import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What Apache Kafka's own client does with the same brokers, records, partitions and acks: {@code java -cp 'libs/*'
 * JavaClient.java <brokers> <topic> <records> <bytes>}. Prints the records a second that it produced and consumed.
 */
public final class JavaClient {
  public static void main(String[] words) throws Exception {
    String brokers = words[0];
    String topic = words[1];
    int records = Integer.parseInt(words[2]);
    String value = "x".repeat(Integer.parseInt(words[3]));
    System.out.printf("%.0f %.0f%n", produce(brokers, topic, records, value), consume(brokers, topic, records));
    System.exit(0);
  }

  private static double produce(String brokers, String topic, int records, String value) throws Exception {
    Properties settings = common(brokers);
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("linger.ms", "5");
    settings.put("batch.size", "524288");
    settings.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    settings.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
      producer.partitionsFor(topic);
      long started = System.nanoTime();
      for (int at = 0; at < records; at++) {
        producer.send(new ProducerRecord<>(topic, at % 3, "stream-" + at % 300, value), (place, error) -> {
          if (error != null) failure.set(error);
        });
      }
      producer.flush();
      if (failure.get() != null) throw failure.get();
      return records / ((System.nanoTime() - started) / 1e9);
    }
  }

  private static double consume(String brokers, String topic, int records) {
    Properties settings = common(brokers);
    settings.put("group.id", "java-" + System.nanoTime());
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", "2000");
    settings.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    settings.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(topic));
      int heard = 0;
      int before = 0;
      long started = 0;
      while (heard < records) {
        heard += consumer.poll(Duration.ofMillis(200)).count();
        if (started == 0 && heard > 0) {
          started = System.nanoTime();
          before = heard;
        }
      }
      return (heard - before) / ((System.nanoTime() - started) / 1e9);
    }
  }

  private static Properties common(String brokers) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", brokers);
    return settings;
  }
}
